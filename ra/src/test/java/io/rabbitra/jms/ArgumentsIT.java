package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Arguments that are not allowed, and methods that are not for a domain. */
class ArgumentsIT extends ApiTestBase {

  private static final String NO_SELECTOR = "= nothing";

  ArgumentsIT(RabbitBroker broker) {
    super(broker);
  }

  @Test
  void destinationsOfASession() throws Exception {
    RabbitConnection connection = opened((RabbitConnection) connections.createConnection());
    connection.setClientID("arguments-" + queueName);
    RabbitSession session = connection.createSession();
    Queue missing = session.createQueue("missing-" + queueName);

    assertAll(
        InvalidDestinationException.class,
        () -> session.createConsumer(null),
        () -> session.createConsumer(null, "a = 1"),
        () -> session.createConsumer(null, "a = 1", true),
        () -> session.createReceiver(null),
        () -> session.createReceiver(null, "a = 1"),
        () -> session.createSubscriber(null),
        () -> session.createSubscriber(null, "a = 1", true),
        () -> session.createSharedConsumer(null, "n"),
        () -> session.createSharedConsumer(null, "n", "a = 1"),
        () -> session.createDurableSubscriber(null, "n"),
        () -> session.createDurableSubscriber(null, "n", "a = 1", true),
        () -> session.createDurableConsumer(null, "n"),
        () -> session.createDurableConsumer(null, "n", "a = 1", true),
        () -> session.createSharedDurableConsumer(null, "n"),
        () -> session.createSharedDurableConsumer(null, "n", "a = 1"),
        () -> session.createBrowser(null),
        () -> session.createBrowser(null, "a = 1"),
        () -> session.createProducer(new Destination() {}),
        () -> session.createConsumer(missing),
        () -> session.createBrowser(missing),
        () -> session.unsubscribe("never"),
        () -> session.unsubscribe(null));
    assertAll(JMSException.class, () -> session.createQueue(null), () -> session.createTopic(null));
  }

  @Test
  void selectors() throws Exception {
    RabbitConnection connection = opened((RabbitConnection) connections.createConnection());
    connection.setClientID("selectors-" + queueName);
    RabbitSession session = connection.createSession();
    Queue queue = session.createQueue(queueName);
    Topic topic = session.createTopic("t");

    assertAll(
        InvalidSelectorException.class,
        () -> session.createConsumer(queue, NO_SELECTOR),
        () -> session.createConsumer(topic, NO_SELECTOR, true),
        () -> session.createReceiver(queue, NO_SELECTOR),
        () -> session.createSubscriber(topic, NO_SELECTOR, false),
        () -> session.createBrowser(queue, NO_SELECTOR),
        () -> session.createDurableSubscriber(topic, "n", NO_SELECTOR, false),
        () -> session.createDurableConsumer(topic, "n", NO_SELECTOR, false),
        () -> session.createSharedConsumer(topic, "n", NO_SELECTOR),
        () -> session.createSharedDurableConsumer(topic, "n", NO_SELECTOR));
    assertThat(session.createConsumer(queue, "").getMessageSelector()).isNull();
    assertThat(session.createBrowser(queue, "").getMessageSelector()).isNull();
    assertThat(session.createConsumer(queue, "a = 1").getMessageSelector()).isEqualTo("a = 1");
  }

  @Test
  void durableSubscriptionNeedsAClientIdentifierAndAName() throws Exception {
    RabbitSession session = connect().createSession();
    Topic topic = session.createTopic("t");

    assertAll(
        IllegalStateException.class,
        () -> session.createDurableConsumer(topic, "n"),
        () -> session.createDurableSubscriber(topic, "n"));
    assertAll(
        JMSException.class,
        () -> session.createSharedConsumer(topic, null),
        () -> session.createSharedDurableConsumer(topic, ""),
        () -> session.createDurableConsumer(topic, null));
  }

  @Test
  void sendsOfAMessageProducer() throws Exception {
    Session session = connect().createSession();
    Queue queue = session.createQueue(queueName);
    MessageProducer own = session.createProducer(queue);
    MessageProducer free = session.createProducer(null);
    Message message = session.createMessage();
    CompletionListener listener = new Completions();

    assertAll(
        UnsupportedOperationException.class,
        () -> free.send(message),
        () -> free.send(message, 1, 1, 0),
        () -> free.send(message, listener),
        () -> free.send(message, 1, 1, 0, listener),
        () -> own.send(queue, message),
        () -> own.send(queue, message, 1, 1, 0),
        () -> own.send(queue, message, listener),
        () -> own.send(queue, message, 1, 1, 0, listener));
    assertAll(
        InvalidDestinationException.class,
        () -> free.send(null, message),
        () -> free.send(null, message, 1, 1, 0),
        () -> free.send(null, message, listener),
        () -> free.send(null, message, 1, 1, 0, listener));
    assertAll(
        MessageFormatException.class,
        () -> own.send(null),
        () -> own.send(null, 1, 1, 0),
        () -> own.send((Message) null, listener),
        () -> free.send(queue, null),
        () -> free.send(queue, null, listener));
    assertAll(
        IllegalArgumentException.class,
        () -> own.send(message, null),
        () -> own.send(message, 1, 1, 0, null),
        () -> free.send(queue, message, null),
        () -> free.send(queue, message, 1, 1, 0, null));
    assertAll(
        JMSException.class,
        () -> own.send(message, 3, 1, 0),
        () -> own.send(message, 1, 10, 0),
        () -> own.send(message, 1, -1, 0, listener),
        () -> own.setDeliveryMode(0),
        () -> own.setPriority(-1),
        () -> own.setPriority(10),
        () -> own.setTimeToLive(-1),
        () -> own.setDeliveryDelay(-1));
    assertThat(admin.readyMessages(queueName)).isZero();
    assertThat(free.getDestination()).isNull();
    assertThat(own.getDestination()).isSameAs(queue);
  }

  @Test
  void simplifiedApi() {
    JMSContext context = context();
    JMSProducer producer = context.createProducer();
    Queue queue = queue(context);
    Topic topic = context.createTopic("t");

    assertAll(
        InvalidDestinationRuntimeException.class,
        () -> producer.send(null, context.createMessage()),
        () -> producer.send(null, "text"),
        () -> producer.send(null, Map.of()),
        () -> producer.send(null, new byte[1]),
        () -> producer.send(null, (Serializable) 1),
        () -> context.createConsumer(null),
        () -> context.createConsumer(null, "a = 1"),
        () -> context.createConsumer(null, "a = 1", true),
        () -> context.createSharedConsumer(null, "n"),
        () -> context.createSharedConsumer(null, "n", "a = 1"),
        () -> context.createSharedDurableConsumer(null, "n"),
        () -> context.createDurableConsumer(null, "n"),
        () -> context.createBrowser(null),
        () -> context.createBrowser(null, "a = 1"),
        () -> context.unsubscribe("never"));
    assertAll(
        InvalidSelectorRuntimeException.class,
        () -> context.createConsumer(queue, NO_SELECTOR),
        () -> context.createConsumer(queue, NO_SELECTOR, true),
        () -> context.createSharedConsumer(topic, "n", NO_SELECTOR),
        () -> context.createBrowser(queue, NO_SELECTOR));
    assertAll(
        MessageFormatRuntimeException.class,
        () -> producer.send(queue, (Message) null),
        () -> producer.send(queue, Map.of("o", List.of())),
        () -> producer.setProperty("o", List.of()));
    assertAll(
        IllegalArgumentException.class,
        () -> producer.setProperty(null, true),
        () -> producer.setProperty("", 1),
        () -> producer.setProperty(null, "text"),
        () -> producer.setProperty("", (Object) "text"));
    assertAll(
        JMSRuntimeException.class,
        () -> producer.setDeliveryMode(-1),
        () -> producer.setPriority(-1),
        () -> producer.setPriority(10),
        () -> producer.setTimeToLive(-1),
        () -> producer.setDeliveryDelay(-1),
        () -> context.createContext(-1),
        () -> context.createContext(4),
        () -> connections.createContext(99));
    assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
  }

  @Test
  void sessionModes() throws Exception {
    RabbitConnection connection = connect();

    assertAll(
        JMSException.class,
        () -> connection.createSession(-1),
        () -> connection.createSession(4),
        () -> connection.createSession(false, 4),
        () -> connection.createSession(false, Session.SESSION_TRANSACTED));
    assertThat(connection.createSession(true, 77).getAcknowledgeMode())
        .isEqualTo(Session.SESSION_TRANSACTED);
    assertThat(connection.createSession().getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
    assertThat(connection.createSession(3).getAcknowledgeMode())
        .isEqualTo(Session.DUPS_OK_ACKNOWLEDGE);
  }

  @Test
  void whatIsNotForADomain() throws Exception {
    RabbitConnection queues = opened((RabbitConnection) connections.createQueueConnection());
    RabbitConnection topics = opened((RabbitConnection) connections.createTopicConnection());
    QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    TopicSession topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    Topic topic = topicSession.createTopic("t");
    Queue queue = queueSession.createQueue(queueName);

    assertAll(
        IllegalStateException.class,
        () -> queueSession.createTopic("t"),
        () -> queueSession.createTemporaryTopic(),
        () -> queueSession.createDurableSubscriber(topic, "n"),
        () -> queueSession.createDurableSubscriber(topic, "n", null, false),
        () -> queueSession.createDurableConsumer(topic, "n"),
        () -> queueSession.createDurableConsumer(topic, "n", null, false),
        () -> queueSession.createSharedConsumer(topic, "n"),
        () -> queueSession.createSharedConsumer(topic, "n", null),
        () -> queueSession.createSharedDurableConsumer(topic, "n"),
        () -> queueSession.createSharedDurableConsumer(topic, "n", null),
        () -> queueSession.unsubscribe("n"),
        () -> topicSession.createQueue("q"),
        () -> topicSession.createTemporaryQueue(),
        () -> topicSession.createBrowser(queue),
        () -> topicSession.createBrowser(queue, "a = 1"),
        () -> queues.createDurableConnectionConsumer(topic, "n", null, null, 1),
        () -> queues.createSharedConnectionConsumer(topic, "n", null, null, 1),
        () -> queues.createSharedDurableConnectionConsumer(topic, "n", null, null, 1));
  }

  private static void assertAll(
      Class<? extends Exception> expected, ThrowingCallable... mustThrow) {
    for (int i = 0; i < mustThrow.length; i++) {
      assertThatThrownBy(mustThrow[i]).as("number " + i).isInstanceOf(expected);
    }
  }
}
