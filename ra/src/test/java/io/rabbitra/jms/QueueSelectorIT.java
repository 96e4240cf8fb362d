package io.rabbitra.jms;

import static io.rabbitra.jms.Unmanaged.MOMENT;
import static io.rabbitra.jms.Unmanaged.SOON;
import static io.rabbitra.jms.Unmanaged.numbered;
import static io.rabbitra.jms.Unmanaged.receive;
import static io.rabbitra.jms.Unmanaged.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Selectors of consumers of queues. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class QueueSelectorIT {

  private final Unmanaged jms;
  private RabbitConnection connection;
  private Session session;
  private Queue queue;

  QueueSelectorIT(RabbitBroker broker) {
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

  private void send(int from, int to) throws JMSException {
    MessageProducer producer = session.createProducer(queue);
    for (int n = from; n <= to; n++) {
      producer.send(numbered(session, n));
    }
  }

  @Test
  void emptySelectorIsNone() throws Exception {
    for (String none : new String[] {null, "", "  "}) {
      MessageConsumer consumer = session.createConsumer(queue, none);
      assertThat(consumer.getMessageSelector()).isNull();
      consumer.close();
    }
    assertThatThrownBy(() -> session.createConsumer(queue, "nonsense nonsense"))
        .isInstanceOf(InvalidSelectorException.class);
  }

  @Test
  void othersGetTheRestInOrderAndUnmarked() throws Exception {
    send(1, 6);
    MessageConsumer even = session.createConsumer(queue, "n = 2 OR n = 4");

    assertThat(receive(even)).isEqualTo("m2");
    assertThat(receive(even)).isEqualTo("m4");
    assertThat(even.receive(MOMENT)).isNull();
    assertThat(even.receiveNoWait()).isNull();

    MessageConsumer rest = session.createConsumer(queue);
    for (int n : new int[] {1, 3, 5, 6}) {
      Message message = rest.receive(SOON);
      assertThat(message.getIntProperty("n")).isEqualTo(n);
      assertThat(message.getJMSRedelivered()).isFalse();
      assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    }
  }

  @Test
  void receiveWaitsForAMatchAndKeepsToItsTime() throws Exception {
    send(1, 3);
    MessageConsumer consumer = session.createConsumer(queue, "n = 7");
    long begin = System.nanoTime();
    assertThat(consumer.receive(300)).isNull();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(290), Duration.ofMillis(1500));
    Session sender = jms.session();
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(
            () -> {
              try {
                sender.createProducer(queue).send(numbered(sender, 7));
              } catch (JMSException e) {
                throw new AssertionError(e);
              }
            },
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));

    assertThat(receive(consumer)).isEqualTo("m7");
    sent.get(SOON, TimeUnit.MILLISECONDS);
  }

  @Test
  void closeEndsAReceiveAtOnceAndLeavesTheQueueAsItWas() throws Exception {
    send(1, 3);
    MessageConsumer consumer = session.createConsumer(queue, "n = 7");
    CompletableFuture<Message> received =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return consumer.receive();
              } catch (JMSException e) {
                throw new AssertionError(e);
              }
            });
    await().pollDelay(Duration.ofMillis(50)).until(() -> !received.isDone());

    consumer.close();

    assertThat(received.get(2, TimeUnit.SECONDS)).isNull();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> jms.admin.readyMessages(queue.getQueueName()) == 3);
  }

  @Test
  void disjointSelectorsOfOneSessionGetAllOfTheirs() throws Exception {
    MessageConsumer odd = session.createConsumer(queue, "n = 1 OR n = 3 OR n = 5");
    MessageConsumer even = session.createConsumer(queue, "n = 2 OR n = 4 OR n = 6");
    MessageConsumer high = connection.createSession().createConsumer(queue, "n > 6");
    send(1, 8);

    for (int n : new int[] {2, 4, 6}) {
      assertThat(receive(even)).isEqualTo("m" + n);
    }
    for (int n : new int[] {1, 3, 5}) {
      assertThat(receive(odd)).isEqualTo("m" + n);
    }
    assertThat(receive(high)).isEqualTo("m7");
    assertThat(receive(high)).isEqualTo("m8");
  }

  @ParameterizedTest
  @ValueSource(ints = {Session.SESSION_TRANSACTED, Session.CLIENT_ACKNOWLEDGE})
  void whatIsTakenBackComesAgainToItsSelector(int mode) throws Exception {
    send(1, 4);
    Session holding = connection.createSession(mode);
    MessageConsumer consumer = holding.createConsumer(queue, "n BETWEEN 2 AND 3");
    assertThat(receive(consumer)).isEqualTo("m2");
    assertThat(receive(consumer)).isEqualTo("m3");
    takeBack(holding, mode);

    Message again = consumer.receive(SOON);
    assertThat(again.getIntProperty("n")).isEqualTo(2);
    assertThat(again.getJMSRedelivered()).isTrue();
    assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    assertThat(receive(consumer)).isEqualTo("m3");
    if (mode == Session.SESSION_TRANSACTED) {
      holding.commit();
    } else {
      again.acknowledge();
    }
    holding.close();
    assertThat(texts(session.createBrowser(queue).getEnumeration())).containsExactly("m1", "m4");
  }

  @Test
  void unacknowledgedMatchesReturnWithTheSession() throws Exception {
    send(1, 3);
    Session holding = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    assertThat(receive(holding.createConsumer(queue, "n = 2"))).isEqualTo("m2");
    holding.close();

    assertThat(receive(session.createConsumer(queue, "n = 2"))).isEqualTo("m2");
  }

  @Test
  void searchingRunsNothingIntoADeliveryLimit() throws Exception {
    String dead = jms.queue();
    String name =
        jms.queue(
            Map.of(
                "x-queue-type",
                "quorum",
                "x-delivery-limit",
                2,
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                dead));
    queue = session.createQueue(name);
    send(1, 3);
    for (int i = 0; i < 5; i++) {
      try (MessageConsumer consumer = session.createConsumer(queue, "n = 7")) {
        assertThat(consumer.receiveNoWait()).isNull();
      }
      session.createBrowser(queue).getEnumeration();
    }

    assertThat(texts(session.createBrowser(queue).getEnumeration()))
        .containsExactlyInAnyOrder("m1", "m2", "m3");
    assertThat(jms.admin.readyMessages(dead)).isZero();
  }

  @Test
  void selectorFindsItsMessageBehindManyOthers() throws Exception {
    Session transacted = connection.createSession(true, 0);
    MessageProducer producer = transacted.createProducer(queue);
    for (int n = 1; n <= 2_000; n++) {
      producer.send(numbered(transacted, n));
    }
    transacted.commit();

    assertThat(receive(session.createConsumer(queue, "n = 1999"))).isEqualTo("m1999");
    assertThat(receive(session.createConsumer(queue))).isEqualTo("m1");
  }

  private static void takeBack(Session holding, int mode) throws JMSException {
    if (mode == Session.SESSION_TRANSACTED) {
      holding.rollback();
    } else {
      holding.recover();
    }
  }
}
