package io.rabbitra.jms;

import static io.rabbitra.jms.Unmanaged.MOMENT;
import static io.rabbitra.jms.Unmanaged.SOON;
import static io.rabbitra.jms.Unmanaged.receive;
import static io.rabbitra.jms.Unmanaged.send;
import static io.rabbitra.jms.Unmanaged.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Temporary queues and topics (Jakarta Messaging 3.1, section 6.2.2). */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class TemporariesIT {

  private final Unmanaged jms;
  private RabbitConnection connection;
  private Session session;

  TemporariesIT(RabbitBroker broker) {
    jms = new Unmanaged(broker);
  }

  @BeforeEach
  void open() throws Exception {
    connection = jms.connect();
    session = connection.createSession();
  }

  @AfterEach
  void close() throws Exception {
    jms.close();
  }

  @Test
  void everySessionOfItsConnectionConsumesAndOthersOnlySend() throws Exception {
    TemporaryQueue queue = session.createTemporaryQueue();
    TemporaryTopic topic = session.createTemporaryTopic();
    Session other = jms.session();
    for (Destination destination : new Destination[] {queue, topic}) {
      MessageConsumer consumer = connection.createSession().createConsumer(destination);

      send(other, destination, "from another connection");

      assertThat(receive(consumer)).isEqualTo("from another connection");
      assertThatThrownBy(() -> other.createConsumer(destination))
          .isInstanceOf(InvalidDestinationException.class);
      assertThatThrownBy(() -> other.createConsumer(destination, "a = 1"))
          .isInstanceOf(InvalidDestinationException.class);
    }
    assertThatThrownBy(() -> other.createBrowser(queue))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> other.createSharedConsumer(topic, "s"))
        .isInstanceOf(InvalidDestinationException.class);
    // By the broker too, for who knows only the name.
    Queue byName = other.createQueue(queue.getQueueName());
    assertThatThrownBy(() -> other.createConsumer(byName)).isInstanceOf(JMSException.class);
  }

  @Test
  void deleteIsRefusedWhileAConsumerIsOpen() throws Exception {
    TemporaryQueue queue = session.createTemporaryQueue();
    TemporaryTopic topic = session.createTemporaryTopic();
    MessageConsumer ofQueue = connection.createSession().createConsumer(queue);
    MessageConsumer ofTopic = session.createConsumer(topic, "a = 1");

    assertThatThrownBy(queue::delete).isInstanceOf(JMSException.class);
    assertThatThrownBy(topic::delete).isInstanceOf(JMSException.class);

    send(session, queue, "still there");
    assertThat(receive(ofQueue)).isEqualTo("still there");
    ofQueue.close();
    ofTopic.close();
    queue.delete();
    topic.delete();
    assertThat(jms.admin.queueExists(queue.getQueueName())).isFalse();
  }

  @Test
  void deletedOneIsAnInvalidDestination() throws Exception {
    TemporaryQueue queue = session.createTemporaryQueue();
    TemporaryTopic topic = session.createTemporaryTopic();
    MessageProducer ofQueue = session.createProducer(queue);
    MessageProducer ofTopic = session.createProducer(topic);
    MessageProducer elsewhere = jms.session().createProducer(queue);
    queue.delete();
    topic.delete();
    queue.delete();

    for (MessageProducer producer : new MessageProducer[] {ofQueue, ofTopic, elsewhere}) {
      assertThatThrownBy(() -> producer.send(session.createMessage()))
          .isInstanceOf(InvalidDestinationException.class);
    }
    assertThatThrownBy(() -> session.createConsumer(queue))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.createConsumer(topic))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.createBrowser(queue))
        .isInstanceOf(InvalidDestinationException.class);
  }

  @Test
  void queueOutlivesItsSessionAndGoesWithTheConnection() throws Exception {
    TemporaryQueue queue = session.createTemporaryQueue();
    send(session, queue, "kept");
    session.close();
    Session other = jms.session();
    send(other, queue, "more");

    MessageConsumer consumer = connection.createSession().createConsumer(queue);
    assertThat(receive(consumer)).isEqualTo("kept");
    assertThat(receive(consumer)).isEqualTo("more");

    connection.close();

    await().atMost(Duration.ofSeconds(5)).until(() -> !jms.admin.queueExists(queue.getQueueName()));
    assertThatThrownBy(() -> send(other, queue, "x"))
        .isInstanceOf(InvalidDestinationException.class);
  }

  @Test
  void queueOfAClosedSessionCanBeDeleted() throws Exception {
    TemporaryQueue queue = session.createTemporaryQueue();
    session.close();

    queue.delete();

    assertThat(jms.admin.queueExists(queue.getQueueName())).isFalse();
  }

  @Test
  void replyToComesBackAsWhatItWasAndEqual() throws Exception {
    Queue work = session.createQueue(jms.queue());
    MessageConsumer worker = jms.session().createConsumer(work);
    TemporaryQueue queue = session.createTemporaryQueue();
    TemporaryTopic topic = session.createTemporaryTopic();
    for (Destination replyTo : new Destination[] {queue, topic}) {
      Message request = session.createMessage();
      request.setJMSReplyTo(replyTo);
      session.createProducer(work).send(request);
    }

    Destination first = worker.receive(SOON).getJMSReplyTo();
    Destination second = worker.receive(SOON).getJMSReplyTo();

    assertThat(first).isInstanceOf(TemporaryQueue.class).isEqualTo(queue);
    assertThat(queue).isEqualTo(first).hasSameHashCodeAs(first);
    assertThat(second).isInstanceOf(TemporaryTopic.class).isEqualTo(topic);
  }

  @Test
  void destinationOfAReceivedMessageIsTheTemporaryOne() throws Exception {
    TemporaryQueue queue = session.createTemporaryQueue();
    TemporaryTopic topic = session.createTemporaryTopic();
    MessageConsumer ofTopic = session.createConsumer(topic);
    send(session, queue, "x");
    send(session, topic, "x");

    assertThat(session.createConsumer(queue).receive(SOON).getJMSDestination()).isEqualTo(queue);
    assertThat(ofTopic.receive(SOON).getJMSDestination()).isEqualTo(topic);
  }

  @Test
  void temporaryQueueIsBrowsedAndSelectedFrom() throws Exception {
    TemporaryQueue queue = session.createTemporaryQueue();
    MessageProducer producer = session.createProducer(queue);
    producer.send(Unmanaged.numbered(session, 1));
    producer.send(Unmanaged.numbered(session, 2));

    assertThat(texts(session.createBrowser(queue).getEnumeration())).containsExactly("m1", "m2");
    assertThat(receive(session.createConsumer(queue, "n = 2"))).isEqualTo("m2");
    assertThat(receive(session.createConsumer(queue))).isEqualTo("m1");
  }

  @Test
  void temporaryTopicIsOnlyForWhoeverSubscribesBefore() throws Exception {
    TemporaryTopic topic = session.createTemporaryTopic();
    send(session, topic, "nobody listens");
    MessageConsumer first = session.createConsumer(topic);
    MessageConsumer second = session.createConsumer(topic);
    send(session, topic, "both");

    assertThat(receive(first)).isEqualTo("both");
    assertThat(receive(second)).isEqualTo("both");
    assertThat(first.receive(MOMENT)).isNull();
  }

  @Test
  void contextsOfOneConnectionShareTheirTemporaryQueues() {
    try (JMSContext context = jms.connectionFactory().createContext();
        JMSContext sibling = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      TemporaryQueue queue = context.createTemporaryQueue();
      context.createProducer().send(queue, "x");

      assertThat(sibling.createConsumer(queue).receiveBody(String.class, SOON)).isEqualTo("x");
    }
  }
}
