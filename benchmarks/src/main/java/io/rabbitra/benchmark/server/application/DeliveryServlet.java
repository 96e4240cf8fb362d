package io.rabbitra.benchmark.server.application;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import javax.management.JMException;

/**
 * {@code POST /deliveries?archive=…&bean=…&messages=…&bytes=…}: lets the bean receive what is in
 * its queue. Answers with the number of nanoseconds from the first message to the last.
 */
@WebServlet("/deliveries")
public class DeliveryServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final long BOUND_SECONDS = 300;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      int messages = Integer.parseInt(request.getParameter("messages"));
      int bytes = Integer.parseInt(request.getParameter("bytes"));
      Deliveries deliveries = Deliveries.begin(messages, bytes);
      deliver(request.getParameter("archive"), request.getParameter("bean"), deliveries);
      if (deliveries.count() != messages) {
        throw new ServletException(
            "received " + deliveries.count() + " messages, sent were " + messages);
      }
      response.setContentType("text/plain");
      response.getWriter().print(deliveries.nanos());
    } catch (JMException e) {
      throw new ServletException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServletException(e);
    }
  }

  private static void deliver(String archive, String bean, Deliveries deliveries)
      throws JMException, InterruptedException, ServletException {
    Management management = new Management();
    // What the run before has left is not collected in the time of this one.
    System.gc();
    management.startDelivery(archive, bean);
    try {
      if (!deliveries.await(BOUND_SECONDS)) {
        throw new ServletException(
            bean + " received " + deliveries.count() + " messages in " + BOUND_SECONDS + " s");
      }
    } finally {
      management.stopDelivery(archive, bean);
    }
  }
}
