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

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.QueueInfo;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shared subscriptions that end with their consumers (Jakarta Messaging 3.1, 8.3.2). */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class SharedSubscriptionsIT {

  private final Unmanaged jms;
  private RabbitConnection connection;
  private Session session;
  private Topic topic;
  private final RabbitBroker broker;

  SharedSubscriptionsIT(RabbitBroker broker) {
    this.broker = broker;
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
  void consumersOfASharedSubscriptionDivideItsMessages() throws Exception {
    BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
    for (int i = 0; i < 3; i++) {
      jms.session()
          .createSharedConsumer(topic, "shared")
          .setMessageListener(
              message -> {
                try {
                  arrivals.add(message.getBody(String.class));
                } catch (JMSException e) {
                  arrivals.add(e.toString());
                }
              });
    }
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add("m" + i);
    }
    send(session, topic, sent.toArray(new String[0]));

    List<String> received = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      received.add(arrivals.poll(SOON, TimeUnit.MILLISECONDS));
    }
    assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(arrivals).isEmpty();
  }

  @Test
  void idleConsumerOfASharedSubscriptionHidesNothing() throws Exception {
    MessageConsumer first = session.createSharedConsumer(topic, "shared");
    MessageConsumer second = session.createSharedConsumer(topic, "shared");
    send(session, topic, "1", "2", "3", "4");

    List<String> received = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Message message = second.receive(SOON);
      received.add(message == null ? null : message.getBody(String.class));
      assertThat(message == null || message.getJMSRedelivered()).isFalse();
    }

    assertThat(received).containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(first.receiveNoWait()).isNull();
  }

  @Test
  void whatComesWhileASharedConsumerWaitsReachesIt() throws Exception {
    session.createSharedConsumer(topic, "shared");
    MessageConsumer waiting = session.createSharedConsumer(topic, "shared");
    Session sender = jms.session();
    for (int i = 0; i < 3; i++) {
      String text = "m" + i;
      var sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  send(sender, topic, text);
                } catch (JMSException e) {
                  throw new AssertionError(e);
                }
              },
              CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));

      assertThat(receive(waiting)).isEqualTo(text);
      sending.get(SOON, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void sharedSubscriptionSurvivesARollbackOfItsOnlyConsumer() throws Exception {
    Session transacted = connection.createSession(true, 0);
    MessageConsumer consumer = transacted.createSharedConsumer(topic, "shared");
    send(session, topic, "1", "2", "3");
    for (int i = 1; i <= 3; i++) {
      assertThat(receive(consumer)).isEqualTo("" + i);
    }

    transacted.rollback();

    for (int i = 1; i <= 3; i++) {
      Message again = consumer.receive(SOON);
      assertThat(again.getBody(String.class)).isEqualTo("" + i);
      assertThat(again.getJMSRedelivered()).isTrue();
    }
    transacted.commit();
    send(session, topic, "4");
    assertThat(receive(consumer)).isEqualTo("4");
  }

  @Test
  void sharedSubscriptionEndsWithItsLastConsumer() throws Exception {
    BrokerAdmin admin = new BrokerAdmin(broker);
    List<QueueInfo> before = admin.queues();
    MessageConsumer first = session.createSharedConsumer(topic, "shared");
    MessageConsumer second = jms.session().createSharedConsumer(topic, "shared");
    first.close();
    send(session, topic, "the second has it");
    assertThat(receive(second)).isEqualTo("the second has it");
    second.close();
    // The broker deletes the queue in its own time, and refuses what it gets for it meanwhile.
    await().atMost(Duration.ofSeconds(30)).until(() -> admin.queues().size() == before.size());
    send(session, topic, "nobody has it");

    assertThat(session.createSharedConsumer(topic, "shared").receive(MOMENT)).isNull();
  }

  @Test
  void sharedSubscriptionInUseCannotBeAnotherOne() throws Exception {
    MessageConsumer active = session.createSharedConsumer(topic, "shared", "n = 1");

    assertThatThrownBy(() -> session.createSharedConsumer(topic, "shared", "n = 2"))
        .isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> session.createSharedConsumer(topic, "shared"))
        .isInstanceOf(JMSException.class);
    Topic other = session.createTopic(unique("other"));
    assertThatThrownBy(() -> session.createSharedConsumer(other, "shared", "n = 1"))
        .isInstanceOf(JMSException.class);

    active.close();
    MessageConsumer anew = session.createSharedConsumer(other, "shared", "n = 2");
    session.createProducer(other).send(numbered(session, 2));
    assertThat(receive(anew)).isEqualTo("m2");
  }

  @Test
  void sharedNamesOfClientIdentifiersAreApart() throws Exception {
    MessageConsumer none = session.createSharedConsumer(topic, "a:b");
    MessageConsumer left = jms.connect("a").createSession().createSharedConsumer(topic, "b");
    MessageConsumer right = jms.connect("a:b").createSession().createSharedConsumer(topic, "b");
    send(session, topic, "x");

    for (MessageConsumer consumer : List.of(none, left, right)) {
      assertThat(receive(consumer)).isEqualTo("x");
    }
  }
}
