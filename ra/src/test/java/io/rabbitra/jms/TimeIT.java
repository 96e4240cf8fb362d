package io.rabbitra.jms;

import static io.rabbitra.jms.Unmanaged.MOMENT;
import static io.rabbitra.jms.Unmanaged.SOON;
import static io.rabbitra.jms.Unmanaged.numbered;
import static io.rabbitra.jms.Unmanaged.receive;
import static io.rabbitra.jms.Unmanaged.send;
import static io.rabbitra.jms.Unmanaged.texts;
import static io.rabbitra.jms.Unmanaged.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Time to live, priority and delivery delay. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class TimeIT {

  private final Unmanaged jms;
  private RabbitConnection connection;
  private Session session;
  private Queue queue;

  TimeIT(RabbitBroker broker) {
    jms = new Unmanaged(broker);
  }

  @BeforeEach
  void open() throws Exception {
    connection = jms.connect();
    session = connection.createSession();
    queue = session.createQueue(jms.queue());
  }

  @AfterEach
  void close() throws Exception {
    jms.close();
  }

  private Message sendFor(long timeToLive, Destination to) throws JMSException {
    MessageProducer producer = session.createProducer(to);
    producer.setTimeToLive(timeToLive);
    Message message = session.createTextMessage("for " + timeToLive + " ms");
    producer.send(message);
    return message;
  }

  /** And a little longer, for the broker counts from the arrival. */
  private static void awaitTime(long epochMillis) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(10))
        .until(() -> System.currentTimeMillis() > epochMillis + 30);
  }

  @Test
  void expiredMessageIsNotDelivered() throws Exception {
    Message sent = sendFor(100, queue);
    send(session, queue, "lasting");
    awaitTime(sent.getJMSExpiration());

    assertThat(texts(session.createBrowser(queue).getEnumeration())).containsExactly("lasting");
    Message received = session.createConsumer(queue).receive(SOON);

    assertThat(received.getBody(String.class)).isEqualTo("lasting");
    assertThat(received.getJMSExpiration()).isZero();
  }

  @Test
  void messageThatExpiresInTheBufferOfAConsumerIsNotDelivered() throws Exception {
    Topic topic = session.createTopic(unique("topic"));
    MessageConsumer consumer = session.createConsumer(topic);
    Message sent = sendFor(200, topic);
    send(session, topic, "lasting");
    awaitTime(sent.getJMSExpiration());

    assertThat(receive(consumer)).isEqualTo("lasting");
  }

  @Test
  void timeInTheQueueAndTimeInTheBufferAddUp() throws Exception {
    connection.stop();
    Message sent = sendFor(600, queue);
    awaitTime(sent.getJMSTimestamp() + 300);
    MessageConsumer consumer = session.createConsumer(queue);
    BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    consumer.setMessageListener(received::add);
    await().until(() -> jms.admin.readyMessages(queue.getQueueName()) == 0);
    awaitTime(sent.getJMSExpiration());
    send(session, queue, "lasting");

    connection.start();

    await().atMost(Duration.ofSeconds(5)).until(() -> !received.isEmpty());
    assertThat(received.peek().getBody(String.class)).isEqualTo("lasting");
  }

  @Test
  void messageFoundByASelectorExpiresToo() throws Exception {
    Message first = numbered(session, 1);
    MessageProducer producer = session.createProducer(queue);
    producer.send(first);
    producer.send(numbered(session, 2), 2, 4, 300);
    producer.send(numbered(session, 3));
    MessageConsumer consumer = session.createConsumer(queue, "n > 0");
    assertThat(receive(consumer)).isEqualTo("m1");
    awaitTime(System.currentTimeMillis() + 300);

    assertThat(receive(consumer)).isEqualTo("m3");
  }

  @Test
  void messageMayLiveForAsLongAsLongCanSay() throws Exception {
    for (long years : new long[] {Long.MAX_VALUE, 400L * 24 * 3600 * 1000}) {
      Message sent = sendFor(years, queue);
      assertThat(sent.getJMSExpiration()).isGreaterThan(sent.getJMSTimestamp());

      Message received = session.createConsumer(queue).receive(SOON);

      assertThat(received.getJMSExpiration()).isEqualTo(sent.getJMSExpiration());
    }
  }

  @Test
  void priorityOrdersAQueueThatHasPrioritiesAndNoOther() throws Exception {
    Queue prioritized = session.createQueue(jms.queue(Map.of("x-max-priority", 9)));
    for (Queue each : List.of(prioritized, queue)) {
      MessageProducer producer = session.createProducer(each);
      for (int priority = 0; priority <= 9; priority++) {
        producer.send(numbered(session, priority), 2, priority, 0);
      }
      MessageConsumer consumer = session.createConsumer(each);
      for (int i = 0; i <= 9; i++) {
        Message received = consumer.receive(SOON);
        int expected = each.equals(prioritized) ? 9 - i : i;
        assertThat(received.getJMSPriority()).isEqualTo(expected);
      }
    }
  }

  @Test
  void delayedMessageComesAtItsTimeAndLooksLikeAnyOther() throws Exception {
    Topic topic = session.createTopic(unique("topic"));
    MessageConsumer ofTopic = session.createConsumer(topic);
    MessageConsumer ofQueue = session.createConsumer(queue);
    Message toQueue = delayed(queue, 1_000, 0);
    Message toTopic = delayed(topic, 2_000, 0);
    send(session, queue, "at once");

    assertThat(receive(ofQueue)).isEqualTo("at once");
    assertArrives(ofQueue, toQueue, queue, 1_000);
    assertArrives(ofTopic, toTopic, topic, 2_000);
  }

  private Message delayed(Destination to, long delay, long timeToLive) throws JMSException {
    MessageProducer producer = session.createProducer(to);
    producer.setDeliveryDelay(delay);
    producer.setTimeToLive(timeToLive);
    producer.setPriority(7);
    Message message = numbered(session, 5);
    message.setJMSCorrelationID("c");
    message.setJMSReplyTo(queue);
    producer.send(message);
    assertThat(message.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp() + delay);
    return message;
  }

  private static void assertArrives(
      MessageConsumer consumer, Message sent, Destination to, long delay) throws JMSException {
    Message received = consumer.receive(SOON);
    long took = System.currentTimeMillis() - sent.getJMSTimestamp();
    assertThat(received).isNotNull();
    assertThat(took).isBetween(delay, delay + 1_000);
    assertThat(received.getJMSMessageID()).isEqualTo(sent.getJMSMessageID());
    assertThat(received.getJMSTimestamp()).isEqualTo(sent.getJMSTimestamp());
    assertThat(received.getJMSDeliveryTime()).isEqualTo(sent.getJMSDeliveryTime());
    assertThat(received.getJMSExpiration()).isEqualTo(sent.getJMSExpiration());
    assertThat(received.getJMSDestination()).isEqualTo(to);
    assertThat(received.getJMSReplyTo()).isEqualTo(sent.getJMSReplyTo());
    assertThat(received.getJMSPriority()).isEqualTo(7);
    assertThat(received.getJMSCorrelationID()).isEqualTo("c");
    assertThat(received.getJMSRedelivered()).isFalse();
    assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    List<?> names = Collections.list((Enumeration<?>) received.getPropertyNames());
    assertThat(names.stream().filter(name -> !name.toString().startsWith("JMSX")).toList())
        .isEqualTo(List.of("n"));
  }

  @Test
  void delayBeginsWithTheSendOfATransaction() throws Exception {
    Session transacted = connection.createSession(true, 0);
    MessageProducer producer = transacted.createProducer(queue);
    producer.setDeliveryDelay(1_000);
    Message committed = transacted.createTextMessage("committed");
    producer.send(transacted.createTextMessage("rolled back"));
    transacted.rollback();
    producer.send(committed);
    MessageConsumer consumer = session.createConsumer(queue);
    assertThat(consumer.receive(MOMENT)).isNull();
    transacted.commit();

    assertThat(receive(consumer)).isEqualTo("committed");
    assertThat(System.currentTimeMillis())
        .isBetween(committed.getJMSDeliveryTime(), committed.getJMSDeliveryTime() + 1_000);
    assertThat(consumer.receive(MOMENT)).isNull();
  }

  @Test
  void messageThatExpiresInItsDelayIsNotDelivered() throws Exception {
    Topic topic = session.createTopic(unique("topic"));
    MessageConsumer plain = session.createConsumer(topic);
    Message expired = delayed(queue, 1_000, 500);
    delayed(topic, 1_000, 500);
    delayed(topic, 1_000, 10_000);
    awaitTime(expired.getJMSDeliveryTime() + 1_100);

    assertThat(plain.receive(SOON).getJMSExpiration()).isPositive();
    assertThat(plain.receiveNoWait()).isNull();
    assertThat(texts(session.createBrowser(queue).getEnumeration())).isEmpty();
    assertThat(session.createConsumer(queue, "n = 5").receiveNoWait()).isNull();
    assertThat(jms.admin.readyMessages(queue.getQueueName())).isZero();
  }

  @Test
  void delayToAMissingQueueIsAnInvalidDestination() throws Exception {
    MessageProducer producer = session.createProducer(session.createQueue(unique("missing")));
    producer.setDeliveryDelay(1_000);

    assertThatThrownBy(() -> producer.send(session.createMessage()))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> producer.setDeliveryDelay(-1)).isInstanceOf(JMSException.class);
  }
}
