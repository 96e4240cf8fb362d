package io.rabbitra.benchmark.server.application;

import jakarta.annotation.Resource;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import javax.management.JMException;

/**
 * A queue of a broker in the server. {@code POST /artemis?broker=…&queue=…&messages=…&bytes=…}
 * fills it with persistent messages, {@code GET /artemis?broker=…&queue=…} answers with how many
 * are in it.
 */
@WebServlet("/artemis")
public class ArtemisServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final int IN_TRANSACTION = 1_000;
  private static final String NOT_SYNCED = "not-synced";

  // Not the pooled factories: the sends are in transactions of the session.

  @Resource(lookup = "java:/ConnectionFactory")
  private transient ConnectionFactory usual;

  @Resource(lookup = "java:/NotSyncedConnectionFactory")
  private transient ConnectionFactory notSynced;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    int messages = Integer.parseInt(request.getParameter("messages"));
    byte[] body = new byte[Integer.parseInt(request.getParameter("bytes"))];
    ConnectionFactory factory = broker(request).equals(NOT_SYNCED) ? notSynced : usual;
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      Queue queue = context.createQueue(request.getParameter("queue"));
      JMSProducer producer = context.createProducer();
      for (int i = 1; i <= messages; i++) {
        BytesMessage message = context.createBytesMessage();
        message.writeBytes(body);
        producer.send(queue, message);
        if (i % IN_TRANSACTION == 0) {
          context.commit();
        }
      }
      context.commit();
    } catch (JMSException e) {
      throw new ServletException(e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      response.setContentType("text/plain");
      response
          .getWriter()
          .print(new Management().messageCount(broker(request), request.getParameter("queue")));
    } catch (JMException e) {
      throw new ServletException(e);
    }
  }

  private static String broker(HttpServletRequest request) {
    return request.getParameter("broker");
  }
}
