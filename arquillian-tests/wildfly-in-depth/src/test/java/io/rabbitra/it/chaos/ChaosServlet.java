package io.rabbitra.it.chaos;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.IntConsumer;

/** What the chaos test asks of the server: producers, the ledger, threads to be taken away. */
@WebServlet("/")
public class ChaosServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private Producers producers;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    String queue = request.getParameter("queue");
    switch (request.getParameter("do")) {
      case "start" ->
          producers.start(queue, Boolean.parseBoolean(request.getParameter("transacted")));
      case "stop" -> producers.stop(queue);
      case "live" -> response.getWriter().print(producers.live(queue));
      case "ledger" ->
          response.getWriter().print(String.join("\n", Ledger.lines(request.getParameter("kind"))));
      case "saturate" -> saturate(Integer.parseInt(request.getParameter("millis")));
      default -> throw new IllegalArgumentException("do = " + request.getParameter("do"));
    }
  }

  private static void saturate(int millis) {
    ((IntConsumer) System.getProperties().get(SaturatingAdapter.KEY)).accept(millis);
  }
}
