package io.rabbitra.jms;

import static io.rabbitra.jms.Unmanaged.MOMENT;
import static io.rabbitra.jms.Unmanaged.SOON;
import static io.rabbitra.jms.Unmanaged.numbered;
import static io.rabbitra.jms.Unmanaged.receive;
import static io.rabbitra.jms.Unmanaged.send;
import static io.rabbitra.jms.Unmanaged.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Durable subscriptions, shared and not (Jakarta Messaging 3.1, 8.3.3 and 8.3.4). */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class DurableSubscriptionsIT {

  private final Unmanaged jms;
  private final String client = unique("client");
  private RabbitConnection connection;
  private Session session;
  private Session publisher;
  private Topic topic;

  DurableSubscriptionsIT(RabbitBroker broker) {
    jms = new Unmanaged(broker);
  }

  @BeforeEach
  void open() throws Exception {
    connection = jms.connect(client);
    session = connection.createSession();
    publisher = jms.session();
    topic = session.createTopic(unique("topic"));
  }

  @AfterEach
  void close() throws Exception {
    jms.close();
  }

  private void unsubscribeLater(String name) {
    jms.unsubscribeLater(client, name);
  }

  @Test
  void rollbackOfOneSubscriberIsNoRedeliveryForAnother() throws Exception {
    Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
    MessageConsumer rolledBack = transacted.createConsumer(topic);
    MessageConsumer other = session.createConsumer(topic);
    publisher.createProducer(topic).send(publisher.createTextMessage("to both"));
    rolledBack.receive(SOON);
    transacted.rollback();
    assertThat(rolledBack.receive(SOON).getJMSRedelivered()).isTrue();

    Message first = other.receive(SOON);

    assertThat(first.getJMSRedelivered()).isFalse();
    assertThat(first.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
  }

  @Test
  void messagesWaitWhileTheClientIsAway() throws Exception {
    unsubscribeLater("d");
    MessageConsumer consumer = session.createDurableSubscriber(topic, "d");
    send(publisher, topic, "1");
    assertThat(receive(consumer)).isEqualTo("1");
    connection.close();
    send(publisher, topic, "2", "3");

    Session again = jms.connect(client).createSession();
    MessageConsumer back = again.createDurableConsumer(topic, "d");

    assertThat(receive(back)).isEqualTo("2");
    assertThat(receive(back)).isEqualTo("3");
    assertThat(back.receive(MOMENT)).isNull();
  }

  @Test
  void secondConsumerOfAnUnsharedOneIsRefused() throws Exception {
    unsubscribeLater("d");
    MessageConsumer first = session.createDurableConsumer(topic, "d");

    assertThatThrownBy(() -> session.createDurableConsumer(topic, "d"))
        .isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> connection.createSession().createDurableSubscriber(topic, "d"))
        .isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "d"))
        .isInstanceOf(JMSException.class);

    send(publisher, topic, "x");
    assertThat(receive(first)).isEqualTo("x");
  }

  @Test
  void unsharedOneNeedsAClientIdentifierAndASharedOneDoesNot() throws Exception {
    Session anonymous = jms.session();
    assertThatThrownBy(() -> anonymous.createDurableSubscriber(topic, "d"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> anonymous.createDurableConsumer(topic, "d"))
        .isInstanceOf(IllegalStateException.class);
    String name = unique("shared");
    jms.unsubscribeLater(null, name);

    MessageConsumer shared = anonymous.createSharedDurableConsumer(topic, name);

    send(publisher, topic, "x");
    assertThat(receive(shared)).isEqualTo("x");
  }

  @Test
  void unsubscribeKnowsItsRules() throws Exception {
    assertThatThrownBy(() -> session.unsubscribe("unknown"))
        .isInstanceOf(InvalidDestinationException.class);
    MessageConsumer active = session.createDurableConsumer(topic, "d");
    assertThatThrownBy(() -> session.unsubscribe("d"))
        .isInstanceOf(JMSException.class)
        .isNotInstanceOf(InvalidDestinationException.class);
    active.close();
    Session other = jms.connect(unique("other")).createSession();
    assertThatThrownBy(() -> other.unsubscribe("d"))
        .isInstanceOf(InvalidDestinationException.class);

    session.unsubscribe("d");

    assertThatThrownBy(() -> session.unsubscribe("d"))
        .isInstanceOf(InvalidDestinationException.class);
    send(publisher, topic, "lost");
    unsubscribeLater("d");
    assertThat(session.createDurableConsumer(topic, "d").receive(MOMENT)).isNull();
  }

  @Test
  void subscriptionWithAMessageThatIsNotAcknowledgedIsNotUnsubscribed() throws Exception {
    Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
    MessageConsumer consumer = transacted.createDurableConsumer(topic, "d");
    send(publisher, topic, "pending");
    assertThat(receive(consumer)).isEqualTo("pending");
    consumer.close();

    assertThatThrownBy(() -> transacted.unsubscribe("d"))
        .isInstanceOf(JMSException.class)
        .isNotInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.unsubscribe("d")).isInstanceOf(JMSException.class);
    transacted.commit();
    session.unsubscribe("d");
  }

  @Test
  void anotherTopicSelectorOrNoLocalIsAnotherSubscription() throws Exception {
    unsubscribeLater("d");
    session.createDurableConsumer(topic, "d").close();
    Topic other = session.createTopic(unique("other"));
    List<String> selectors = Arrays.asList(null, "n = 1", "n = 1", "n = 2");
    List<Topic> topics = List.of(other, other, topic, topic);
    for (int i = 0; i < selectors.size(); i++) {
      publisher.createProducer(topics.get(i)).send(numbered(publisher, 1));
      publisher.createProducer(topics.get(Math.max(0, i - 1))).send(numbered(publisher, 1));

      MessageConsumer changed =
          session.createDurableConsumer(topics.get(i), "d", selectors.get(i), false);

      assertThat(changed.receive(MOMENT)).isNull();
      changed.close();
    }
    publisher.createProducer(topic).send(numbered(publisher, 2));
    MessageConsumer noLocal = session.createDurableConsumer(topic, "d", "n = 2", true);
    assertThat(noLocal.receive(MOMENT)).isNull();
    noLocal.close();
    publisher.createProducer(topic).send(numbered(publisher, 2));
    assertThat(receive(session.createDurableConsumer(topic, "d", "n = 2", true))).isEqualTo("m2");
  }

  @Test
  void changeOfADurableOneInUseIsRefused() throws Exception {
    unsubscribeLater("s");
    MessageConsumer active = session.createSharedDurableConsumer(topic, "s", "n = 1");

    assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "s", "n = 2"))
        .isInstanceOf(JMSException.class);
    Topic other = session.createTopic(unique("other"));
    assertThatThrownBy(() -> session.createSharedDurableConsumer(other, "s", "n = 1"))
        .isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> session.createDurableConsumer(topic, "s", "n = 1", false))
        .isInstanceOf(JMSException.class);

    publisher.createProducer(topic).send(numbered(publisher, 1));
    assertThat(receive(active)).isEqualTo("m1");
  }

  @Test
  void consumersOfASharedDurableOneDivideItsMessages() throws Exception {
    unsubscribeLater("s");
    MessageConsumer first = session.createSharedDurableConsumer(topic, "s");
    MessageConsumer second = session.createSharedDurableConsumer(topic, "s");
    send(publisher, topic, "1", "2", "3");

    assertThat(List.of(receive(first), receive(first), receive(first)))
        .containsExactlyInAnyOrder("1", "2", "3");
    assertThat(second.receive(MOMENT)).isNull();
    first.close();
    send(publisher, topic, "4");
    assertThat(receive(second)).isEqualTo("4");
    second.close();
    send(publisher, topic, "5");
    assertThat(receive(session.createSharedDurableConsumer(topic, "s"))).isEqualTo("5");
  }

  @Test
  void noLocalIsAboutTheClientIdentifier() throws Exception {
    unsubscribeLater("d");
    session.createDurableSubscriber(topic, "d", null, true).close();
    send(session, topic, "own");
    connection.close();
    Session later = jms.connect(client).createSession();
    send(later, topic, "of the same client");
    send(publisher, topic, "other");

    MessageConsumer consumer = later.createDurableSubscriber(topic, "d", null, true);

    assertThat(receive(consumer)).isEqualTo("other");
    assertThat(consumer.receive(MOMENT)).isNull();
  }

  @Test
  void namesOfClientIdentifiersDoNotCollide() throws Exception {
    String a = unique("a");
    Session left = jms.connect(a).createSession();
    Session right = jms.connect(a + ":b").createSession();
    jms.unsubscribeLater(a, "b:c");
    jms.unsubscribeLater(a + ":b", "c");
    MessageConsumer ofLeft = left.createDurableConsumer(topic, "b:c");
    MessageConsumer ofRight = right.createDurableConsumer(topic, "c");
    send(publisher, topic, "x");

    assertThat(receive(ofLeft)).isEqualTo("x");
    assertThat(receive(ofRight)).isEqualTo("x");
    ofRight.close();
    right.unsubscribe("c");
    send(publisher, topic, "y");
    assertThat(receive(ofLeft)).isEqualTo("y");
    right.createDurableConsumer(topic, "c");
  }

  @Test
  void longAndOddNamesAreAllowed() throws Exception {
    for (String name : List.of("x".repeat(600), "Ü ☃ #*/%", "a.b-c_d")) {
      MessageConsumer consumer = session.createDurableConsumer(topic, name);
      send(publisher, topic, name);
      assertThat(receive(consumer)).isEqualTo(name);
      consumer.close();
      session.unsubscribe(name);
    }
  }

  @Test
  void wrongArgumentsAreRefusedAndLeaveNothing() throws Exception {
    assertThatThrownBy(() -> session.createDurableSubscriber(null, "d"))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.createDurableSubscriber(topic, "d", "= =", false))
        .isInstanceOf(InvalidSelectorException.class);
    assertThatThrownBy(() -> session.createDurableSubscriber(topic, null))
        .isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> session.createDurableConsumer(topic, ""))
        .isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> session.createDurableConsumer(session.createTemporaryTopic(), "d"))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.unsubscribe("d"))
        .isInstanceOf(InvalidDestinationException.class);
  }
}
