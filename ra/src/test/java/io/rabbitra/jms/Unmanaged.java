package io.rabbitra.jms;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a test without a container works with: a factory, its connections, queues of its own. */
final class Unmanaged implements AutoCloseable {

  static final long SOON = 5_000;

  /** Long enough for a message that must not come. */
  static final long MOMENT = 150;

  final BrokerAdmin admin;
  final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();

  private final List<RabbitConnection> connections = new ArrayList<>();
  private final List<String> queues = new ArrayList<>();
  private final List<String[]> durables = new ArrayList<>();

  Unmanaged(RabbitBroker broker) {
    this(broker, broker.uri());
  }

  Unmanaged(RabbitBroker broker, String uri) {
    admin = new BrokerAdmin(broker);
    factory.setUri(uri);
  }

  ConnectionFactory connectionFactory() {
    return (ConnectionFactory) factory.createConnectionFactory();
  }

  /** A connection that is started. */
  RabbitConnection connect() throws JMSException {
    return connect(null);
  }

  RabbitConnection connect(String clientId) throws JMSException {
    RabbitConnection connection = (RabbitConnection) connectionFactory().createConnection();
    connections.add(connection);
    if (clientId != null) {
      connection.setClientID(clientId);
    }
    connection.start();
    return connection;
  }

  /** A session of a connection of its own. */
  RabbitSession session() throws JMSException {
    return connect().createSession();
  }

  String queue() {
    return queue(Map.of());
  }

  String queue(Map<String, Object> arguments) {
    String name = forgetLater(unique("q"));
    admin.declareQueue(name, arguments);
    return name;
  }

  /** Deletes the queue in the end. */
  String forgetLater(String queue) {
    queues.add(queue);
    return queue;
  }

  /** Unsubscribes in the end. */
  void unsubscribeLater(String clientId, String name) {
    durables.add(new String[] {clientId, name});
  }

  static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  static void send(Session session, Destination to, String... texts) throws JMSException {
    try (var producer = session.createProducer(to)) {
      for (String text : texts) {
        producer.send(session.createTextMessage(text));
      }
    }
  }

  /** With an int property {@code n}. */
  static TextMessage numbered(Session session, int n) throws JMSException {
    TextMessage message = session.createTextMessage("m" + n);
    message.setIntProperty("n", n);
    return message;
  }

  static String text(Message message) throws JMSException {
    return message == null ? null : message.getBody(String.class);
  }

  static String receive(MessageConsumer consumer) throws JMSException {
    return text(consumer.receive(SOON));
  }

  static List<String> texts(Enumeration<?> messages) throws JMSException {
    List<String> texts = new ArrayList<>();
    while (messages.hasMoreElements()) {
      texts.add(text((Message) messages.nextElement()));
    }
    return texts;
  }

  @Override
  public void close() throws JMSException {
    for (RabbitConnection connection : connections) {
      connection.close();
    }
    for (String[] durable : durables) {
      try (RabbitConnection connection = connect(durable[0])) {
        connection.createSession().unsubscribe(durable[1]);
      }
    }
    factory.close();
    queues.forEach(admin::deleteQueue);
  }
}
