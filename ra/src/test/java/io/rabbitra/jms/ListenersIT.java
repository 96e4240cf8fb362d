package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Message listeners (Jakarta Messaging 3.1, sections 6.2.5, 6.2.6 and 8.7). */
class ListenersIT extends SessionTestBase {

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  ListenersIT(RabbitBroker broker) {
    super(broker);
  }

  /** What a listener does with the session it runs in. */
  private interface Action {
    void run(Message message) throws Exception;
  }

  private static MessageListener doing(Action action) {
    return message -> {
      try {
        action.run(message);
      } catch (Exception e) {
        throw new IllegalArgumentException(e);
      }
    };
  }

  private List<String> seen(int count) throws InterruptedException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(seen.poll(5, TimeUnit.SECONDS));
    }
    return all;
  }

  @Test
  void consumersOfOneSessionTakeTurnsAndEachKeepsItsOrder() throws Exception {
    String one = queue();
    String two = queue();
    Connection connection = connection();
    Session session = connection.createSession();
    Session sender = connection.createSession();
    AtomicInteger inside = new AtomicInteger();
    Set<Integer> together = new HashSet<>();
    List<String> ones = new ArrayList<>();
    List<String> twos = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(60);
    for (List<String> to : List.of(ones, twos)) {
      consumer(session, to == ones ? one : two)
          .setMessageListener(
              message -> {
                together.add(inside.incrementAndGet());
                to.add(text(message));
                inside.decrementAndGet();
                all.countDown();
              });
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      expected.add("m" + i);
      send(sender, one, "m" + i);
      send(sender, two, "m" + i);
    }

    connection.start();

    assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    connection.close();
    assertThat(ones).isEqualTo(expected);
    assertThat(twos).isEqualTo(expected);
    assertThat(together).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
  void failedMessageComesAgainAtOnce(int mode) throws Exception {
    String queue = queue();
    Connection connection = started();
    send(connection.createSession(), queue, "a", "b");
    consumer(connection.createSession(mode), queue)
        .setMessageListener(
            message -> {
              seen.add(seen(message));
              if (seen(message).equals("a1")) {
                throw new IllegalArgumentException("on purpose");
              }
            });

    assertThat(seen(3)).containsExactly("a1", "a2*", "b1");
    connection.close();
    assertThat(admin.readyMessages(queue)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
  void nextMessageComesAfterOneThatFailedWhereTheApplicationSettles(int mode) throws Exception {
    String queue = queue();
    Connection connection = started();
    send(connection.createSession(), queue, "a", "b");
    consumer(connection.createSession(mode), queue)
        .setMessageListener(
            message -> {
              seen.add(seen(message));
              throw new IllegalArgumentException("on purpose");
            });

    assertThat(seen(2)).containsExactly("a1", "b1");
    connection.close();
    awaitReady(queue, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE})
  void recoverInAListenerDeliversAgain(int mode) throws Exception {
    String queue = queue();
    Connection connection = started();
    send(connection.createSession(), queue, "a", "b");
    Session session = connection.createSession(mode);
    consumer(session, queue)
        .setMessageListener(
            doing(
                message -> {
                  seen.add(seen(message));
                  if (!message.getJMSRedelivered() && text(message).equals("a")) {
                    session.recover();
                  }
                }));

    assertThat(seen(3)).containsExactly("a1", "a2*", "b1");
  }

  @Test
  void listenerCommitsAndRollsBack() throws Exception {
    String queue = queue();
    String answers = queue();
    Connection connection = started();
    send(connection.createSession(), queue, "a", "b");
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    consumer(session, queue)
        .setMessageListener(
            doing(
                message -> {
                  send(session, answers, seen(message));
                  if (message.getJMSRedelivered()) {
                    session.commit();
                  } else {
                    session.rollback();
                  }
                }));

    assertThat(receive(consumer(connection.createSession(), answers), 2))
        .containsExactly("a2*", "b2*");
    connection.close();
    assertThat(admin.readyMessages(queue)).isZero();
  }

  @Test
  void callsThatWaitForTheListenerAreRefusedInIt() throws Exception {
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession();
    BlockingQueue<Throwable> refused = new LinkedBlockingQueue<>();
    consumer(session, queue)
        .setMessageListener(
            message -> {
              for (Action action :
                  List.<Action>of(
                      m -> session.close(), m -> connection.stop(), m -> connection.close())) {
                try {
                  action.run(message);
                  refused.add(new AssertionError("not refused"));
                } catch (Exception e) {
                  refused.add(e);
                }
              }
            });

    send(connection.createSession(), queue, "a", "b");

    for (int i = 0; i < 6; i++) {
      assertThat(refused.poll(5, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE})
  void listenerClosesItsConsumer(int mode) throws Exception {
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession(mode);
    MessageConsumer consumer = consumer(session, queue);
    CompletableFuture<Void> done = new CompletableFuture<>();
    consumer.setMessageListener(
        doing(
            message -> {
              consumer.close();
              session.createTextMessage("the session stays");
              message.acknowledge();
              done.complete(null);
            }));

    send(connection.createSession(), queue, "a", "b");

    get(done);
    awaitReady(queue, 1);
    session.close();
    assertThat(text(consumer(connection.createSession(), queue).receive(SECONDS_5))).isEqualTo("b");
  }

  @Test
  void consumerIsClosedWhileAListenerOfAnotherOneRuns() throws Exception {
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession();
    MessageConsumer idle = consumer(session, queue());
    idle.setMessageListener(message -> {});
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    consumer(session, queue)
        .setMessageListener(
            doing(
                message -> {
                  inside.countDown();
                  goOn.await();
                }));
    send(connection.createSession(), queue, "a");
    assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> closing =
        background(
            () -> {
              idle.close();
              return null;
            });

    get(closing);
    goOn.countDown();
  }

  @Test
  void receiveIsRefusedBesideAListenerAndWorksAfterIt() throws Exception {
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession();
    MessageConsumer listening = consumer(session, queue());
    MessageConsumer consumer = consumer(session, queue);
    MessageListener listener = message -> {};
    listening.setMessageListener(listener);

    assertThat(listening.getMessageListener()).isSameAs(listener);
    for (MessageConsumer one : List.of(listening, consumer)) {
      assertThatThrownBy(one::receive).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> one.receive(1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(one::receiveNoWait).isInstanceOf(IllegalStateException.class);
    }
    listening.setMessageListener(null);

    send(connection.createSession(), queue, "a");
    assertThat(listening.getMessageListener()).isNull();
    assertThat(text(consumer.receive(SECONDS_5))).isEqualTo("a");
  }

  @Test
  void listenerThatIsTakenAwayLeavesTheRestForReceive() throws Exception {
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession();
    MessageConsumer consumer = consumer(session, queue);
    send(connection.createSession(), queue, "a", "b", "c");
    CompletableFuture<Void> taken = new CompletableFuture<>();
    consumer.setMessageListener(
        doing(
            message -> {
              seen.add(text(message));
              consumer.setMessageListener(null);
              taken.complete(null);
            }));
    get(taken);

    assertThat(seen(1)).containsExactly("a");
    assertThat(receive(consumer, 2)).containsExactly("b", "c");
    assertThat(seen).isEmpty();
  }

  @Test
  void otherListenerTakesOver() throws Exception {
    String queue = queue();
    Connection connection = connection();
    Session session = connection.createSession();
    MessageConsumer consumer = consumer(session, queue);
    consumer.setMessageListener(message -> seen.add("first " + text(message)));
    consumer.setMessageListener(message -> seen.add("second " + text(message)));
    connection.start();

    send(connection.createSession(), queue, "a");

    assertThat(seen(1)).containsExactly("second a");
  }

  @Test
  void listenerOnAQueueThatIsGoneIsNotKept() throws Exception {
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession();
    MessageConsumer consumer = consumer(session, queue);
    MessageConsumer other = consumer(session, queue());
    admin.deleteQueue(queue);

    assertThatThrownBy(() -> consumer.setMessageListener(message -> {}))
        .isInstanceOf(JMSException.class);

    assertThat(consumer.getMessageListener()).isNull();
    assertThat(other.receiveNoWait()).isNull();
  }
}
