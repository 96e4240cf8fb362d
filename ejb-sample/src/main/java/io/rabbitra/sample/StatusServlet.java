package io.rabbitra.sample;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /status}: what {@link StatusJson} says now. */
@WebServlet("/status")
public class StatusServlet extends HttpServlet {
  @Inject private transient StatusJson status;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonResponse.write(response, HttpServletResponse.SC_OK, status.now());
  }
}
