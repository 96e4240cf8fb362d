package io.rabbitra.inbound;

import static io.rabbitra.amqp.RawHeader.concat;
import static io.rabbitra.amqp.RawHeader.field;
import static io.rabbitra.amqp.RawHeader.nested;
import static io.rabbitra.amqp.RawHeader.number;
import static io.rabbitra.amqp.RawHeader.properties;
import static io.rabbitra.amqp.RawHeader.sized;
import static io.rabbitra.amqp.RawHeader.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.amqp.RawPublisher;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Headers that the broker passes on and the client refuses, between good ones. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class UnreadableHeadersIT {

  /** Almost a frame of the default frame-max of 128 KiB. */
  private static final int ALMOST_A_FRAME = 130_900;

  private static final byte[] GOOD = properties(field("kind", text("good")));

  private static final List<byte[]> HOSTILE =
      List.of(
          properties(concat(field("deep", nested(33)), field("kind", text("bad")))),
          properties(concat(field("deep", nested(2_000)), field("kind", text("bad")))),
          properties(concat(field("long", number('L', 5)), field("kind", text("bad")))),
          properties(concat(field("list", sized('A', number('L', 5))), field("kind", text("bad")))),
          properties(1, field("kind", text("bad"))),
          properties(
              concat(field("huge", text("x".repeat(ALMOST_A_FRAME))), field("kind", text("bad")))));

  private final String queue = "unreadable-" + UUID.randomUUID();

  /** Each message goes through it, so that the broker adds what it knows of its death. */
  private final String first = queue + "-first";

  private RabbitBroker broker;
  private BrokerAdmin admin;

  @BeforeEach
  void declare(RabbitBroker runningBroker, BrokerAdmin brokerAdmin) {
    broker = runningBroker;
    admin = brokerAdmin;
    admin.declareQueue(queue);
    admin.declareQueue(
        first,
        Map.of(
            "x-message-ttl", 0, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", queue));
  }

  @AfterEach
  void delete() {
    admin.deleteQueue(first);
    admin.deleteQueue(queue);
  }

  /** Each hostile message between two good ones, directly and dead-lettered. */
  private List<String> publish() throws Exception {
    int number = 0;
    try (RawPublisher publisher = new RawPublisher(broker)) {
      for (String target : List.of(queue, first)) {
        for (byte[] hostile : HOSTILE) {
          publisher.publish(target, GOOD, Integer.toString(number++));
          publisher.publish(target, hostile, Integer.toString(number++));
        }
        publisher.publish(target, GOOD, Integer.toString(number++));
      }
    }
    return IntStream.range(0, number).mapToObj(Integer::toString).toList();
  }

  @Test
  void consumerReceivesAllMessagesOnItsOneConnection() throws Exception {
    RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
    factory.setUri(broker.uri());
    List<JMSException> lost = new CopyOnWriteArrayList<>();
    try (Connection connection =
        ((ConnectionFactory) factory.createConnectionFactory()).createConnection()) {
      connection.setExceptionListener(lost::add);
      connection.start();
      Session session = connection.createSession();
      MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
      for (String text : publish()) {
        TextMessage message = (TextMessage) consumer.receive(10_000);
        assertThat(message).as(text).isNotNull();
        assertThat(message.getText()).isEqualTo(text);
        assertThat(message.getJMSRedelivered()).isFalse();
        assertThat(message.getStringProperty("kind")).isIn("good", "bad");
        if (message.propertyExists("long")) {
          assertThat(message.getLongProperty("long")).isEqualTo(5);
        }
      }
    } finally {
      factory.close();
    }
    assertThat(lost).isEmpty();
  }

  @Test
  void endpointReceivesAllMessagesOnItsOneConnection() throws Exception {
    RecordingBean bean = new RecordingBean();
    try (EndpointHarness harness = new EndpointHarness()) {
      harness.activateAndAwait(
          new TestEndpointFactory(bean), EndpointHarness.spec(broker.uri(), queue));
      List<String> sent = publish();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(bean.finished()).containsExactlyInAnyOrderElementsOf(sent));
      assertThat(bean.began()).noneMatch(RecordingBean.Call::redelivered);
      assertThat(harness.eventsTo(EndpointState.REACTIVATING)).isEmpty();
    }
  }
}
