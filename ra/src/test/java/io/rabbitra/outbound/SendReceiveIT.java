package io.rabbitra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sending and receiving without a container, on a real broker. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class SendReceiveIT {

  private static final long SECONDS_5 = 5_000;

  private final String queueName = "out-" + UUID.randomUUID();
  private final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  private final BrokerAdmin admin;
  private Connection connection;
  private Session session;
  private Queue queue;

  SendReceiveIT(RabbitBroker broker) {
    admin = new BrokerAdmin(broker);
    factory.setUri(broker.uri());
  }

  @BeforeEach
  void open() throws Exception {
    admin.declareQueue(queueName);
    connection = connectionFactory().createConnection();
    connection.start();
    session = connection.createSession();
    queue = session.createQueue(queueName);
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
    factory.close();
    if (admin.queueExists(queueName)) {
      admin.deleteQueue(queueName);
    }
  }

  @Test
  void textArrivesWithItsHeadersAndProperties() throws Exception {
    TextMessage sent = session.createTextMessage("grüß Gott");
    sent.setJMSCorrelationID("c-1");
    sent.setJMSType("greeting");
    sent.setIntProperty("number", 7);
    sent.setBooleanProperty("polite", true);
    MessageProducer producer = session.createProducer(queue);
    producer.setPriority(6);
    producer.setTimeToLive(60_000);
    producer.send(sent);

    TextMessage received = (TextMessage) session.createConsumer(queue).receive(SECONDS_5);

    assertThat(received.getText()).isEqualTo("grüß Gott");
    assertThat(received.getJMSMessageID()).isEqualTo(sent.getJMSMessageID()).startsWith("ID:");
    assertThat(received.getJMSCorrelationID()).isEqualTo("c-1");
    assertThat(received.getJMSType()).isEqualTo("greeting");
    assertThat(received.getJMSPriority()).isEqualTo(6);
    assertThat(received.getJMSTimestamp()).isEqualTo(sent.getJMSTimestamp()).isPositive();
    assertThat(received.getJMSExpiration()).isEqualTo(sent.getJMSTimestamp() + 60_000);
    assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    assertThat(received.getJMSDestination()).isEqualTo(queue);
    assertThat(received.getJMSRedelivered()).isFalse();
    assertThat(received.getIntProperty("number")).isEqualTo(7);
    assertThat(received.getBooleanProperty("polite")).isTrue();
  }

  @Test
  void simplifiedApiSendsBytesWithPropertiesAndReceivesTheBody() {
    try (JMSContext context = connectionFactory().createContext()) {
      JMSProducer producer = context.createProducer().setProperty("k", "v").setJMSType("raw");
      producer.send(queue, new byte[] {1, 2, 3}).send(queue, "and text");

      JMSConsumer consumer = context.createConsumer(queue);
      Message first = consumer.receive(SECONDS_5);

      assertThat(first).isInstanceOf(BytesMessage.class);
      assertThat(property(first, "k")).isEqualTo("v");
      assertThat(consumer.receiveBody(String.class, SECONDS_5)).isEqualTo("and text");
    }
  }

  @Test
  void onTheWireItIsPlainAmqp() throws Exception {
    TextMessage sent = session.createTextMessage("plain");
    sent.setLongProperty("order", 42);
    sent.setJMSReplyTo(session.createQueue("answers"));
    session.createProducer(queue).send(sent);

    GetResponse seen = admin.get(queueName).orElseThrow();

    AMQP.BasicProperties properties = seen.getProps();
    assertThat(new String(seen.getBody(), UTF_8)).isEqualTo("plain");
    assertThat(properties.getContentType()).startsWith("text/plain");
    assertThat(properties.getDeliveryMode()).isEqualTo(2);
    assertThat(properties.getReplyTo()).isEqualTo("answers");
    assertThat(properties.getMessageId()).isEqualTo(sent.getJMSMessageID());
    assertThat(properties.getHeaders()).containsEntry("order", 42L);
  }

  @Test
  void messageOfAPlainProgramIsTextOrBytesByItsContentType() throws Exception {
    AMQP.BasicProperties json =
        new AMQP.BasicProperties.Builder().contentType("application/json").build();
    admin.publish("", queueName, json, "{}");
    admin.publish("", queueName, new AMQP.BasicProperties(), "\u0005");
    MessageConsumer consumer = session.createConsumer(queue);

    assertThat(consumer.receive(SECONDS_5).getBody(String.class)).isEqualTo("{}");
    assertThat(consumer.receive(SECONDS_5).getBody(byte[].class)).containsExactly(5);
  }

  @Test
  void messageOfAnotherProviderGetsTheHeadersOfTheSend() throws Exception {
    Map<String, Object> headers = new java.util.concurrent.ConcurrentHashMap<>();
    TextMessage foreign = ForeignText.of("from elsewhere", headers);

    session.createProducer(queue).send(foreign, DeliveryMode.NON_PERSISTENT, 2, 0);

    Message received = session.createConsumer(queue).receive(SECONDS_5);
    assertThat(received.getBody(String.class)).isEqualTo("from elsewhere");
    assertThat(headers)
        .containsEntry("JMSMessageID", received.getJMSMessageID())
        .containsEntry("JMSDeliveryMode", DeliveryMode.NON_PERSISTENT)
        .containsEntry("JMSPriority", 2)
        .containsEntry("JMSDestination", queue);
  }

  @Test
  void unroutableMessageIsAnInvalidDestination() throws Exception {
    MessageProducer producer = session.createProducer(session.createQueue("nobody-has-it"));

    assertThatThrownBy(() -> producer.send(session.createTextMessage("x")))
        .isInstanceOf(InvalidDestinationException.class)
        .hasMessageContaining("nobody-has-it");
    session.createProducer(queue).send(session.createTextMessage("the next one works"));
    assertThat(admin.readyMessages(queueName)).isEqualTo(1);
  }

  @Test
  void unroutableMessageIsAnInvalidDestinationOfTheSimplifiedApiToo() {
    try (JMSContext context = connectionFactory().createContext()) {
      Queue missing = context.createQueue("nobody-has-it");
      assertThatThrownBy(() -> context.createProducer().send(missing, "x"))
          .isInstanceOf(InvalidDestinationRuntimeException.class);
    }
  }

  @Test
  void consumerOfAMissingQueueFailsAndLeavesTheOthersAlone() throws Exception {
    MessageConsumer consumer = session.createConsumer(queue);

    assertThatThrownBy(() -> session.createConsumer(session.createQueue("not-there")))
        .isInstanceOf(InvalidDestinationException.class)
        .hasMessageContaining("not-there");

    admin.publish(queueName, "still here");
    assertThat(consumer.receive(SECONDS_5)).isNotNull();
  }

  @Test
  void receiveEndsWhenTheQueueIsDeleted() throws Exception {
    MessageConsumer consumer = session.createConsumer(queue);
    CompletableFuture<Message> receiving = inBackground(consumer::receive);

    admin.deleteQueue(queueName);

    assertThatThrownBy(() -> receiving.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(JMSException.class)
        .hasMessageContaining(queueName);
  }

  @Test
  void closingTheSessionEndsAReceiveInAnotherThread() throws Exception {
    MessageConsumer consumer = session.createConsumer(queue);
    CompletableFuture<Message> receiving = inBackground(consumer::receive);
    await().until(() -> admin.consumers(queueName) == 1);

    session.close();

    assertThat(receiving.get(5, TimeUnit.SECONDS)).isNull();
    assertThatThrownBy(consumer::receive).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingTheConsumerEndsAReceiveThatWaitsForTheConnectionToStart() throws Exception {
    connection.stop();
    MessageConsumer consumer = session.createConsumer(queue);
    CompletableFuture<Message> receiving = inBackground(consumer::receive);

    consumer.close();

    assertThat(receiving.get(5, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void connectionThatIsNotStartedDeliversNothing() throws Exception {
    connection.stop();
    admin.publish(queueName, "early");
    MessageConsumer consumer = session.createConsumer(queue);

    assertThat(consumer.receive(300)).isNull();
    connection.start();
    assertThat(consumer.receive(SECONDS_5)).isNotNull();
  }

  @Test
  void longestTimeoutDoesNotOverflow() throws Exception {
    MessageConsumer consumer = session.createConsumer(queue);
    CompletableFuture<Message> receiving = inBackground(() -> consumer.receive(Long.MAX_VALUE));
    await().until(() -> admin.consumers(queueName) == 1);

    admin.publish(queueName, "late");

    assertThat(receiving.get(5, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void replyComesToATemporaryQueue() throws Exception {
    TemporaryQueue replies = session.createTemporaryQueue();
    MessageConsumer waiting = session.createConsumer(replies);
    TextMessage request = session.createTextMessage("how much?");
    request.setJMSReplyTo(replies);
    session.createProducer(queue).send(request);

    try (JMSContext other = connectionFactory().createContext()) {
      Message asked = other.createConsumer(queue).receive(SECONDS_5);
      other
          .createProducer()
          .setJMSCorrelationID(asked.getJMSMessageID())
          .send(asked.getJMSReplyTo(), "7.50");
    }

    Message reply = waiting.receive(SECONDS_5);
    assertThat(reply.getBody(String.class)).isEqualTo("7.50");
    assertThat(reply.getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
    assertThatThrownBy(replies::delete).hasMessageContaining("consumer");
    waiting.close();
    replies.delete();
    assertThatThrownBy(() -> session.createConsumer(replies))
        .isInstanceOf(InvalidDestinationException.class);
  }

  @Test
  void clientAcknowledgeCoversEverythingReceivedSoFar() throws Exception {
    Session acknowledging = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    admin.publish(queueName, "1", "2", "3");
    MessageConsumer consumer = acknowledging.createConsumer(queue);
    Message last = null;
    for (int i = 0; i < 3; i++) {
      last = consumer.receive(SECONDS_5);
      assertThat(last).as("message " + i).isNotNull();
    }

    last.acknowledge();
    acknowledging.close();

    assertThat(admin.readyMessages(queueName)).isZero();
    assertThat(admin.unackedMessages(queueName)).isZero();
  }

  @Test
  void recoverDeliversAgainInTheOldOrder() throws Exception {
    Session recovering = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    admin.publish(queueName, "1", "2", "3", "4");
    MessageConsumer consumer = recovering.createConsumer(queue);
    consumer.receive(SECONDS_5);
    consumer.receive(SECONDS_5);

    recovering.recover();

    for (String expected : List.of("1", "2", "3", "4")) {
      Message again = consumer.receive(SECONDS_5);
      assertThat(again.getBody(String.class)).isEqualTo(expected);
      assertThat(again.getJMSRedelivered() || expected.compareTo("2") > 0).isTrue();
      again.acknowledge();
    }
    assertThat(consumer.receive(200)).isNull();
  }

  @Test
  void whatIsNotAcknowledgedReturnsWhenTheSessionIsClosed() throws Exception {
    Session forgetting = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    admin.publish(queueName, "1", "2");
    assertThat(forgetting.createConsumer(queue).receive(SECONDS_5)).isNotNull();

    forgetting.close();

    await().until(() -> admin.readyMessages(queueName) == 2);
    assertThat(session.createConsumer(queue).receive(SECONDS_5).getJMSRedelivered()).isTrue();
  }

  @Test
  void receivedMessageCanBeAcknowledgedAfterItsConsumerIsClosed() throws Exception {
    Session acknowledging = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    admin.publish(queueName, "1", "2");
    MessageConsumer consumer = acknowledging.createConsumer(queue);
    Message taken = consumer.receive(SECONDS_5);
    consumer.close();

    await().until(() -> admin.readyMessages(queueName) == 1);
    taken.acknowledge();

    await().until(() -> admin.unackedMessages(queueName) == 0);
    assertThat(admin.readyMessages(queueName)).isEqualTo(1);
  }

  @Test
  void contextsThatShareAConnectionEndItWithTheLastOne() {
    JMSContext first = connectionFactory().createContext();
    JMSContext second = first.createContext(JMSContext.AUTO_ACKNOWLEDGE);

    first.close();
    first.close();
    second.createProducer().send(queue, "still connected");
    second.close();

    assertThat(admin.readyMessages(queueName)).isEqualTo(1);
    assertThatThrownBy(first::getMetaData)
        .isInstanceOf(jakarta.jms.IllegalStateRuntimeException.class);
  }

  @Test
  void refusedLoginIsASecurityExceptionWithoutThePassword() throws Exception {
    assertThatThrownBy(() -> connectionFactory().createConnection("nobody", "geheim123"))
        .isInstanceOf(JMSSecurityException.class)
        .satisfies(
            thrown -> {
              for (Throwable t = thrown; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("geheim123");
              }
            });
  }

  @Test
  void loginThatCannotBeSentIsASecurityExceptionWithoutThePassword() throws Exception {
    assertThatThrownBy(() -> connectionFactory().createConnection("me", "geheim" + (char) 0))
        .isInstanceOf(JMSSecurityException.class)
        .hasMessageContaining("password")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void messageOverTheBrokersLimitIsRefusedAndTheNextOneSent(RabbitBroker broker) throws Exception {
    BytesMessage huge = session.createBytesMessage();
    huge.writeBytes(new byte[17 * 1024 * 1024]);
    MessageProducer producer = session.createProducer(queue);

    if (broker.isAtLeast(4, 0)) {
      assertThatThrownBy(() -> producer.send(huge))
          .isInstanceOf(JMSException.class)
          .satisfies(
              thrown ->
                  assertThat(((JMSException) thrown).getErrorCode())
                      .isEqualTo("PRECONDITION_FAILED"));
    } else {
      producer.send(huge);
      admin.purgeQueue(queueName);
    }

    producer.send(session.createTextMessage("small"));
    assertThat(admin.readyMessages(queueName)).isEqualTo(1);
  }

  @Test
  void closedObjectsSaySo() throws Exception {
    MessageConsumer consumer = session.createConsumer(queue);
    MessageProducer producer = session.createProducer(queue);
    Message message = session.createMessage();
    connection.close();
    connection.close();
    session.close();
    consumer.close();
    producer.close();

    assertThatThrownBy(connection::createSession).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(connection::start).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(connection::getMetaData).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> connection.setExceptionListener(e -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> session.createConsumer(queue))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> session.createConsumer(null))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(session::createTextMessage).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(session::createMapMessage).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(consumer::getMessageSelector).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> producer.send(message)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(producer::getPriority).isInstanceOf(IllegalStateException.class);
  }

  private ConnectionFactory connectionFactory() {
    return (ConnectionFactory) factory.createConnectionFactory();
  }

  private static String property(Message message, String name) {
    try {
      return message.getStringProperty(name);
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
  }

  interface Receiving {
    Message receive() throws JMSException;
  }

  static CompletableFuture<Message> inBackground(Receiving receiving) {
    CompletableFuture<Message> result = new CompletableFuture<>();
    result.orTimeout(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS);
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(receiving.receive());
              } catch (JMSException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() != Thread.State.RUNNABLE || result.isDone());
    return result;
  }
}
