package io.rabbitra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.LocalTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One pooled unit whose container is the test, behind a proxy, and queues that end with it. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
abstract class UnitTestBase {

  static final long SECONDS_5 = 5_000;

  /** Long enough for a message that must not come, should it come. */
  static final long MOMENT = 150;

  final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
  final BrokerAdmin admin;
  final FaultProxy proxy;
  private final List<String> queues = new ArrayList<>();
  RabbitManagedConnection unit;
  LocalTransaction transaction;
  ConnectionFactory connections;

  UnitTestBase(RabbitBroker broker) {
    admin = new BrokerAdmin(broker);
    proxy = new FaultProxy(broker);
    factory.setUri(proxy.uri());
  }

  void open() throws Exception {
    unit = (RabbitManagedConnection) factory.createManagedConnection(null, null);
    unit.addConnectionEventListener(new Recorder(events));
    transaction = unit.getLocalTransaction();
    connections = (ConnectionFactory) factory.createConnectionFactory(new OneUnit(unit));
  }

  @AfterEach
  void close() throws Exception {
    if (unit != null) {
      unit.destroy();
    }
    factory.close();
    proxy.close();
    queues.stream().filter(admin::queueExists).forEach(admin::deleteQueue);
  }

  String queue(Map<String, Object> arguments) {
    String name = "unit-" + UUID.randomUUID();
    admin.declareQueue(name, arguments);
    queues.add(name);
    return name;
  }

  String queue() {
    return queue(Map.of());
  }

  /** As most beans do it: take a connection, send, close. */
  void send(String queue, String... texts) throws JMSException {
    try (Connection connection = connections.createConnection()) {
      send(connection.createSession(), queue, texts);
    }
  }

  static void send(Session session, String queue, String... texts) throws JMSException {
    MessageProducer producer = session.createProducer(session.createQueue(queue));
    for (String text : texts) {
      producer.send(session.createTextMessage(text));
    }
  }

  /** Takes a connection, receives with a consumer of its own, closes. */
  String receive(String queue) throws JMSException {
    try (Connection connection = connections.createConnection()) {
      connection.start();
      Session session = connection.createSession();
      Message message = session.createConsumer(session.createQueue(queue)).receive(SECONDS_5);
      return message.getBody(String.class) + message.getIntProperty("JMSXDeliveryCount");
    }
  }

  void awaitReady(String queue, long count) {
    await().untilAsserted(() -> assertThat(admin.readyMessages(queue)).isEqualTo(count));
  }

  List<Integer> eventIds() {
    return events.stream().map(ConnectionEvent::getId).toList();
  }
}
