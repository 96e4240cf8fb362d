package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.ConnectionInfo;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Start, stop and close (Jakarta Messaging 3.1, sections 6.1.3 to 6.1.8 and 6.2.15). */
class StartStopCloseIT extends SessionTestBase {

  /** What an application closes while something of it is in use. */
  enum Closed {
    CONSUMER,
    SESSION,
    CONNECTION;

    void close(Connection connection, Session session, MessageConsumer consumer)
        throws JMSException {
      switch (this) {
        case CONSUMER -> consumer.close();
        case SESSION -> session.close();
        case CONNECTION -> connection.close();
      }
    }
  }

  StartStopCloseIT(RabbitBroker broker) {
    super(broker);
  }

  @Test
  void nothingIsDeliveredBeforeStartNorWhileStopped() throws Exception {
    String queue = queue();
    String listened = queue();
    Connection connection = connection();
    Session session = connection.createSession();
    MessageConsumer consumer = consumer(session, queue);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    consumer(connection.createSession(), listened)
        .setMessageListener(message -> heard.add(text(message)));
    send(session, queue, "a", "b");
    send(session, listened, "c");

    assertThat(consumer.receiveNoWait()).isNull();
    assertThat(consumer.receive(MOMENT)).isNull();
    assertThat(heard).isEmpty();

    connection.start();
    connection.start();
    assertThat(text(consumer.receive(SECONDS_5))).isEqualTo("a");
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("c");

    connection.stop();
    connection.stop();
    send(session, listened, "d");
    assertThat(consumer.receiveNoWait()).isNull();
    assertThat(consumer.receive(MOMENT)).isNull();
    assertThat(heard).isEmpty();

    connection.start();
    assertThat(text(consumer.receive(SECONDS_5))).isEqualTo("b");
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("d");
  }

  @Test
  void receiveUnderWayWaitsForTheNextStart() throws Exception {
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession();
    MessageConsumer consumer = consumer(session, queue);
    CompletableFuture<Message> received = background(() -> consumer.receive());
    await().until(() -> admin.consumers(queue) == 1);

    connection.stop();
    admin.publish(queue, "a");
    assertThat(received)
        .as("delivered by a stopped connection")
        .failsWithin(Duration.ofMillis(MOMENT));
    connection.start();

    assertThat(text(get(received))).isEqualTo("a");
  }

  @Test
  void stopWaitsForTheListenerWhichCanUseTheConnectionMeanwhile() throws Exception {
    String queue = queue();
    String answers = queue();
    Connection connection = started();
    Session session = connection.createSession();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    consumer(session, queue)
        .setMessageListener(
            message -> {
              inside.countDown();
              try {
                goOn.await();
                send(session, answers, text(message));
                connection.createSession().close();
              } catch (Exception e) {
                throw new IllegalArgumentException(e);
              }
            });
    admin.publish(queue, "a", "b");
    assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> stopped =
        background(
            () -> {
              connection.stop();
              return null;
            });
    assertThat(stopped).failsWithin(Duration.ofMillis(MOMENT));
    goOn.countDown();
    get(stopped);

    assertThat(admin.readyMessages(answers)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void receiveUnderWayReturnsNullWhenClosed(Closed closed) throws Exception {
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession();
    MessageConsumer consumer = consumer(session, queue);
    CompletableFuture<Message> received = background(() -> consumer.receive());
    await().until(() -> admin.consumers(queue) == 1);

    closed.close(connection, session, consumer);

    assertThat(received).isDone();
    assertThat(received.get()).isNull();
    assertThat(admin.consumers(queue)).isZero();
    assertThatThrownBy(consumer::receive).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void receiveOfAStoppedConnectionReturnsNullWhenClosed(Closed closed) throws Exception {
    Connection connection = connection();
    Session session = connection.createSession();
    MessageConsumer consumer = consumer(session, queue());
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Message> received =
        background(
            () -> {
              begun.countDown();
              return consumer.receive();
            });
    begun.await();
    assertThat(received).failsWithin(Duration.ofMillis(20));

    closed.close(connection, session, consumer);

    assertThat(get(received)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void closeWaitsForTheListenerWhichHasEverythingUntilItReturns(Closed closed) throws Exception {
    String queue = queue();
    String answers = queue();
    Connection connection = started();
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    Session other = connection.createSession();
    MessageConsumer consumer = consumer(session, queue);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Void> used = new CompletableFuture<>();
    consumer.setMessageListener(
        message -> {
          inside.countDown();
          try {
            goOn.await();
            send(session, answers, text(message));
            send(other, answers, "other session");
            session.commit();
            connection.createSession();
            used.complete(null);
          } catch (Throwable e) {
            used.completeExceptionally(e);
          }
        });
    admin.publish(queue, "a", "b");
    assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> closing =
        background(
            () -> {
              closed.close(connection, session, consumer);
              return null;
            });
    assertThat(closing).failsWithin(Duration.ofMillis(MOMENT));
    goOn.countDown();
    get(closing);

    get(used);
    assertThat(admin.readyMessages(answers)).isEqualTo(2);
    connection.close();
    awaitReady(queue, 1);
  }

  @Test
  void closeEndsTheReceiveThatAListenerWaitsIn() throws Exception {
    String queue = queue();
    Connection connection = started();
    MessageConsumer never = consumer(connection.createSession(), queue());
    CountDownLatch inside = new CountDownLatch(1);
    consumer(connection.createSession(), queue)
        .setMessageListener(
            message -> {
              inside.countDown();
              try {
                never.receive();
              } catch (JMSException e) {
                throw new IllegalArgumentException(e);
              }
            });
    admin.publish(queue, "a");
    assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();

    get(
        background(
            () -> {
              connection.close();
              return null;
            }));

    assertThat(admin.readyMessages(queue)).isZero();
  }

  @Test
  void closeRollsBackWhatWasSent() throws Exception {
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    send(session, queue, "a");

    connection.close();
    connection.close();
    session.close();

    assertThat(admin.readyMessages(queue)).isZero();
    assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(connection::start).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(connection::stop).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sessionsOfOneConnectionShareItAndHaveChannelsOfTheirOwn() throws Exception {
    String name = "shared " + queue();
    factory.setConnectionName(name);
    Connection connection = started();
    for (int i = 0; i < 3; i++) {
      Session session = connection.createSession();
      String queue = queue();
      send(session, queue, "a");
      assertThat(text(consumer(session, queue).receive(SECONDS_5))).isEqualTo("a");
    }

    List<ConnectionInfo> physical =
        admin.connections().stream().filter(one -> one.name().startsWith(name)).toList();

    assertThat(physical).hasSize(1);
    assertThat(physical.get(0).channels()).isGreaterThanOrEqualTo(3);
  }
}
