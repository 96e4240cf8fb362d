package io.rabbitra.jms;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections without a container and queues that end with the test. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
abstract class SessionTestBase {

  static final long SECONDS_5 = 5_000;

  /** Long enough for a message that must not come, should it come. */
  static final long MOMENT = 150;

  static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

  final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  final RabbitBroker broker;
  final BrokerAdmin admin;
  private final List<Connection> connections = new ArrayList<>();
  private final List<String> queues = new ArrayList<>();

  SessionTestBase(RabbitBroker broker) {
    this.broker = broker;
    this.admin = new BrokerAdmin(broker);
    factory.setUri(broker.uri());
  }

  @AfterEach
  void closeAll() throws JMSException {
    for (Connection connection : connections) {
      connection.close();
    }
    factory.close();
    queues.stream().filter(admin::queueExists).forEach(admin::deleteQueue);
  }

  String queue(Map<String, Object> arguments) {
    String name = "sessions-" + UUID.randomUUID();
    admin.declareQueue(name, arguments);
    queues.add(name);
    return name;
  }

  String queue() {
    return queue(Map.of());
  }

  /** Not started. */
  Connection connection() throws JMSException {
    Connection connection =
        ((ConnectionFactory) factory.createConnectionFactory()).createConnection();
    connections.add(connection);
    return connection;
  }

  Connection started() throws JMSException {
    Connection connection = connection();
    connection.start();
    return connection;
  }

  static MessageConsumer consumer(Session session, String queue) throws JMSException {
    return session.createConsumer(session.createQueue(queue));
  }

  static MessageProducer producer(Session session, String queue) throws JMSException {
    Queue destination = session.createQueue(queue);
    return session.createProducer(destination);
  }

  static void send(Session session, String queue, String... texts) throws JMSException {
    MessageProducer producer = producer(session, queue);
    for (String text : texts) {
      producer.send(session.createTextMessage(text));
    }
  }

  static String text(Message message) {
    try {
      return message == null ? null : ((TextMessage) message).getText();
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
  }

  /** Text, delivery count and a star if redelivered, as in {@code a2*}. */
  static String seen(Message message) {
    try {
      return text(message)
          + message.getIntProperty("JMSXDeliveryCount")
          + (message.getJMSRedelivered() ? "*" : "");
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
  }

  static List<String> receive(MessageConsumer consumer, int count) throws JMSException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text(consumer.receive(SECONDS_5)));
    }
    return texts;
  }

  static List<String> receiveSeen(MessageConsumer consumer, int count) throws JMSException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(seen(consumer.receive(SECONDS_5)));
    }
    return all;
  }

  void awaitReady(String queue, long count) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () ->
                org.assertj.core.api.Assertions.assertThat(admin.readyMessages(queue))
                    .isEqualTo(count));
  }

  static <T> CompletableFuture<T> background(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(task.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }
}
