package io.rabbitra.it.probe;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Sends as an application does and tells what the server's JVM holds. */
@WebServlet("/")
public class ProbeServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    try {
      response.getWriter().print(answer(request));
    } catch (Exception e) {
      response.setStatus(500);
      response.getWriter().print(e);
    }
  }

  private static String answer(HttpServletRequest request) throws NamingException, JMException {
    return switch (request.getParameter("do")) {
      case "send" -> send(request);
      case "events" -> String.join("\n", Events.all());
      case "clear" -> {
        Events.all().clear();
        yield "";
      }
      case "open" -> {
        Gates.open(request.getParameter("gate"));
        yield "";
      }
      case "threads" ->
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .sorted()
              .collect(Collectors.joining("\n"));
      case "adapter-threads" -> adapterThreads();
      case "endpoints" -> endpoints();
      case "busy" -> String.valueOf(busySessions());
      case "saturate" -> saturate(request.getParameter("gate"));
      case "saturation" -> saturation();
      default -> throw new IllegalArgumentException("do = " + request.getParameter("do"));
    };
  }

  /** A context for each message, as an EJB does; the answer has the bodies whose send returned. */
  @SuppressWarnings("BanJNDI") // the name comes from the test
  private static String send(HttpServletRequest request) throws NamingException {
    ConnectionFactory factory = InitialContext.doLookup(request.getParameter("factory"));
    String colour = request.getParameter("colour");
    String body = request.getParameter("body");
    int count = Integer.parseInt(parameter(request, "count", "1"));
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = count == 1 ? body : body + i;
      try (JMSContext context = factory.createContext()) {
        JMSProducer producer = context.createProducer();
        if (colour != null) {
          producer.setProperty("colour", colour);
        }
        producer.send(destination(context, request), text);
        sent.add(text);
      }
    }
    return String.join("\n", sent);
  }

  private static Destination destination(JMSContext context, HttpServletRequest request) {
    String topic = request.getParameter("topic");
    return topic == null
        ? context.createQueue(request.getParameter("queue"))
        : context.createTopic(topic);
  }

  private static String endpoints() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    List<String> lines = new ArrayList<>();
    for (ObjectName name : server.queryNames(new ObjectName("io.rabbitra:type=Endpoint,*"), null)) {
      lines.add(
          server.getAttribute(name, "Name")
              + " "
              + server.getAttribute(name, "State")
              + " "
              + server.getAttribute(name, "Cancellations")
              + " "
              + server.getAttribute(name, "Reactivations"));
    }
    return String.join("\n", lines);
  }

  /** The server's own messaging runs on Netty as well. */
  private static String adapterThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> !thread.getKey().getName().contains("activemq"))
        .filter(thread -> Arrays.stream(thread.getValue()).anyMatch(ProbeServlet::isOfAdapter))
        .map(thread -> thread.getKey().getName())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static boolean isOfAdapter(StackTraceElement frame) {
    String name = frame.getClassName();
    return !name.startsWith("io.rabbitra.it.")
        && (name.startsWith("io.rabbitra.")
            || name.startsWith("io.netty.")
            || name.startsWith("com.rabbitmq."));
  }

  private static int busySessions() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    int busy = 0;
    for (ObjectName name : server.queryNames(new ObjectName("io.rabbitra:type=Endpoint,*"), null)) {
      busy += (Integer) server.getAttribute(name, "BusySessions");
    }
    return busy;
  }

  /** Asks an adapter of the tests, if it is deployed, to take the server's threads. */
  private static String saturate(String gate) throws JMException {
    ManagementFactory.getPlatformMBeanServer()
        .invoke(saturating(), "fill", new Object[] {gate}, new String[] {String.class.getName()});
    return "";
  }

  private static String saturation() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    return server.getAttribute(saturating(), "Running")
        + " "
        + server.getAttribute(saturating(), "Waiting")
        + " "
        + server.getAttribute(saturating(), "Refused");
  }

  private static ObjectName saturating() throws JMException {
    return new ObjectName("io.rabbitra.it:type=Saturation");
  }

  private static String parameter(HttpServletRequest request, String name, String otherwise) {
    String value = request.getParameter(name);
    return value == null ? otherwise : value;
  }
}
