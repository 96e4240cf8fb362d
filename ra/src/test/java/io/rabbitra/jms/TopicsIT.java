package io.rabbitra.jms;

import static io.rabbitra.jms.Unmanaged.MOMENT;
import static io.rabbitra.jms.Unmanaged.SOON;
import static io.rabbitra.jms.Unmanaged.numbered;
import static io.rabbitra.jms.Unmanaged.receive;
import static io.rabbitra.jms.Unmanaged.send;
import static io.rabbitra.jms.Unmanaged.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.MessageProperties;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics and subscriptions that end with their consumers (Jakarta Messaging 3.1, 8.3.1). */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class TopicsIT {

  private final Unmanaged jms;
  private RabbitConnection connection;
  private Session session;
  private Topic topic;

  TopicsIT(RabbitBroker broker) {
    jms = new Unmanaged(broker);
  }

  @BeforeEach
  void open() throws Exception {
    connection = jms.connect();
    session = connection.createSession();
    topic = session.createTopic(unique("topic"));
  }

  @AfterEach
  void close() throws Exception {
    jms.close();
  }

  @Test
  void everySubscriberGetsWhatIsSentWhileItIsOpen() throws Exception {
    MessageConsumer first = session.createConsumer(topic);
    MessageConsumer second = jms.session().createConsumer(topic);
    send(session, topic, "1", "2");
    MessageConsumer late = session.createConsumer(topic);

    for (MessageConsumer consumer : List.of(first, second)) {
      assertThat(receive(consumer)).isEqualTo("1");
      assertThat(receive(consumer)).isEqualTo("2");
    }
    assertThat(late.receive(MOMENT)).isNull();
  }

  @Test
  void nothingIsLeftOnTheBrokerOfAConsumerThatIsClosed() throws Exception {
    RabbitConnection client = jms.connect();
    Session transacted = client.createSession(Session.SESSION_TRANSACTED);
    MessageConsumer consumer = transacted.createConsumer(topic);
    send(session, topic, "1", "2");
    assertThat(receive(consumer)).isEqualTo("1");
    consumer.close();
    transacted.close();

    await().atMost(Duration.ofSeconds(5)).until(() -> subscriptionQueues() == 0);
  }

  @Test
  void wildcardsAreThoseOfRabbitMq() throws Exception {
    String root = topic.getTopicName();
    MessageConsumer oneWord = session.createConsumer(session.createTopic(root + ".*.end"));
    MessageConsumer anyWords = session.createConsumer(session.createTopic(root + ".#"));
    for (String name : List.of("", ".a", ".a.end", ".a.b.end")) {
      send(session, session.createTopic(root + name), "to " + name);
    }

    Message selected = oneWord.receive(SOON);
    assertThat(selected.getBody(String.class)).isEqualTo("to .a.end");
    assertThat(((Topic) selected.getJMSDestination()).getTopicName()).isEqualTo(root + ".a.end");
    assertThat(oneWord.receive(MOMENT)).isNull();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(receive(anyWords));
    }
    assertThat(all).containsExactly("to ", "to .a", "to .a.end", "to .a.b.end");
  }

  @Test
  void noLocalLeavesOutWhatItsOwnConnectionSent() throws Exception {
    MessageConsumer noLocal = session.createConsumer(topic, null, true);
    MessageConsumer all = session.createConsumer(topic, null, false);
    send(connection.createSession(), topic, "own");
    send(jms.session(), topic, "other");
    jms.admin.publish(
        "amq.topic", topic.getTopicName(), MessageProperties.PERSISTENT_TEXT_PLAIN, "plain");

    assertThat(receive(noLocal)).isEqualTo("other");
    assertThat(receive(noLocal)).isEqualTo("plain");
    assertThat(receive(all)).isEqualTo("own");
    assertThat(((TopicSubscriber) noLocal).getNoLocal()).isTrue();
    assertThat(((TopicSubscriber) all).getNoLocal()).isFalse();
    assertThat(((TopicSubscriber) all).getTopic()).isEqualTo(topic);
  }

  @Test
  void noLocalAndSelectorHoldTogether() throws Exception {
    MessageConsumer consumer = session.createConsumer(topic, "n > 1", true);
    Session other = jms.session();
    for (Session sender : List.of(session, other)) {
      MessageProducer producer = sender.createProducer(topic);
      producer.send(numbered(sender, 1));
      producer.send(numbered(sender, sender == other ? 3 : 2));
    }

    assertThat(receive(consumer)).isEqualTo("m3");
    assertThat(consumer.receive(MOMENT)).isNull();
    assertThat(consumer.getMessageSelector()).isEqualTo("n > 1");
  }

  @Test
  void senderOfAMessageIsNoProperty() throws Exception {
    MessageConsumer consumer = session.createConsumer(topic);
    Message sent = session.createMessage();
    sent.setIntProperty("mine", 1);
    session.createProducer(topic).send(sent);

    Message received = consumer.receive(SOON);

    List<?> names = Collections.list((Enumeration<?>) received.getPropertyNames());
    assertThat(names.stream().filter(name -> !name.toString().startsWith("JMSX")).toList())
        .isEqualTo(List.of("mine"));
    assertThat(received.getJMSDestination()).isEqualTo(topic);
  }

  @Test
  void selectorOfATopicTakesWhatMatchesAndTheRestIsGone() throws Exception {
    MessageConsumer selecting = session.createConsumer(topic, "n = 2");
    assertThatThrownBy(() -> session.createConsumer(topic, "n = = 2"))
        .isInstanceOf(InvalidSelectorException.class);
    MessageProducer producer = session.createProducer(topic);
    for (int n = 1; n <= 3; n++) {
      producer.send(numbered(session, n));
    }

    assertThat(receive(selecting)).isEqualTo("m2");
    assertThat(selecting.receiveNoWait()).isNull();
  }

  @Test
  void rolledBackMessageOfATopicComesAgain() throws Exception {
    Session transacted = connection.createSession(true, 0);
    MessageConsumer consumer = transacted.createConsumer(topic);
    send(session, topic, "1", "2");
    assertThat(receive(consumer)).isEqualTo("1");
    assertThat(receive(consumer)).isEqualTo("2");

    transacted.rollback();

    Message again = consumer.receive(SOON);
    assertThat(again.getBody(String.class)).isEqualTo("1");
    assertThat(again.getJMSRedelivered()).isTrue();
    assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    assertThat(receive(consumer)).isEqualTo("2");
    transacted.commit();
  }

  @Test
  void sessionsOfOneDomainHaveNothingOfTheOther() throws Exception {
    var queues = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    var topics = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    Queue queue = session.createQueue(jms.queue());

    assertThatThrownBy(() -> queues.createTopic("t")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(queues::createTemporaryTopic).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> queues.createDurableSubscriber(topic, "d"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> queues.createSharedConsumer(topic, "s"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> queues.unsubscribe("d")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> topics.createQueue("q")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(topics::createTemporaryQueue).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> topics.createBrowser(queue)).isInstanceOf(IllegalStateException.class);
  }

  private long subscriptionQueues() {
    return jms.admin.queues().stream()
        .filter(queue -> queue.name().startsWith("rabbitra.sub."))
        .count();
  }
}
