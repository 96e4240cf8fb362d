package io.rabbitra.it.tx;

import io.rabbitra.AmqpConnection;
import io.rabbitra.AmqpConnectionFactory;
import io.rabbitra.AmqpMessage;
import io.rabbitra.AmqpProperties;
import io.rabbitra.it.probe.Events;
import io.rabbitra.it.probe.Gates;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.RollbackException;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.sql.DataSource;

/**
 * Does in one UserTransaction what the request names, on {@code queue} with {@code text}; passes
 * the gate of that name if there is one; and ends the transaction as {@code end} says, none without
 * it.
 */
@WebServlet("/")
public class TransactionServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final int RECEIVE_MILLIS = 5000;

  @Resource private transient UserTransaction transaction;

  @Resource(lookup = Names.POOLED)
  private transient ConnectionFactory factory;

  @Resource(lookup = Names.NATIVE)
  private transient AmqpConnectionFactory nativeFactory;

  @Resource(lookup = Names.DATABASE)
  private transient DataSource database;

  @EJB private transient InjectedSender injected;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    try {
      response.getWriter().print(run(request));
    } catch (Exception e) {
      response.setStatus(500);
      e.printStackTrace(response.getWriter());
    }
  }

  private String run(HttpServletRequest request) throws Exception {
    String end = request.getParameter("end");
    if (end == null) {
      return work(request);
    }
    transaction.begin();
    boolean ended = false;
    try {
      String result = work(request);
      String gate = request.getParameter("gate");
      if (gate != null) {
        Events.all().add(gate + " sent");
        Gates.pass(gate);
      }
      ended = true;
      return result + end(end);
    } finally {
      if (!ended) {
        transaction.rollback();
      }
    }
  }

  private String end(String end) throws Exception {
    if (end.equals("rollback")) {
      transaction.rollback();
      return "";
    }
    try {
      transaction.commit();
      return "";
    } catch (RollbackException e) {
      return "RollbackException";
    }
  }

  private String work(HttpServletRequest request) throws Exception {
    String queue = request.getParameter("queue");
    String text = request.getParameter("text");
    switch (request.getParameter("do")) {
      case "rows":
        return String.valueOf(new Ledger(database).count(text));
      case "create":
        new Ledger(database).create();
        return "";
      case "send":
        new Ledger(database).add(text);
        for (int i = 0; i < 3; i++) {
          Sender.send(factory, queue, text + i);
        }
        return "";
      case "injected":
        for (int i = 0; i < 3; i++) {
          injected.send(queue, text + i);
        }
        return "";
      case "receive":
        return receive(queue);
      case "publish":
        publish(queue, text);
        return "";
      default:
        throw new IllegalArgumentException(request.getParameter("do"));
    }
  }

  private String receive(String queue) throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Message message = context.createConsumer(context.createQueue(queue)).receive(RECEIVE_MILLIS);
      return message == null
          ? "nothing"
          : message.getBody(String.class) + " redelivered=" + message.getJMSRedelivered();
    }
  }

  /** One message, and a batch of two. */
  private void publish(String queue, String text) {
    AmqpProperties properties = AmqpProperties.builder().header("native", true).build();
    try (AmqpConnection connection = nativeFactory.getConnection()) {
      connection.publish("", queue, properties, bytes(text + 0));
      connection.publishAll(
          List.of(
              AmqpMessage.toQueue(queue, properties, bytes(text + 1)),
              AmqpMessage.toQueue(queue, properties, bytes(text + 2))));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
