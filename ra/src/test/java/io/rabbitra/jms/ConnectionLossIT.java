package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the application sees of a lost connection or consumer (section 6.1.7). */
class ConnectionLossIT extends SessionTestBase {

  private final BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();

  ConnectionLossIT(RabbitBroker broker) {
    super(broker);
  }

  private Connection watched() throws JMSException {
    Connection connection = started();
    connection.setExceptionListener(told::add);
    return connection;
  }

  @Test
  void operatorClosesTheConnectionWhichIsToldOnceAndEndsEverything() throws Exception {
    assumeTrue(broker.supportsFaults());
    String queue = queue();
    Connection connection = started();
    CountDownLatch closed = new CountDownLatch(1);
    connection.setExceptionListener(
        failure -> {
          told.add(failure);
          try {
            connection.close();
            closed.countDown();
          } catch (JMSException e) {
            throw new IllegalArgumentException(e);
          }
        });
    Session session = connection.createSession();
    consumer(connection.createSession(), queue).setMessageListener(message -> {});
    consumer(connection.createSession(), queue).setMessageListener(message -> {});
    MessageConsumer consumer = consumer(session, queue);
    CompletableFuture<Message> received = background(() -> consumer.receive());
    await().until(() -> admin.consumers(queue) == 3);

    admin.closeAllConnections();

    assertThat(told.poll(10, TimeUnit.SECONDS)).hasMessageContaining("closed by a test");
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    ExecutionException e = catchThrowableOfType(ExecutionException.class, () -> get(received));
    assertThat(e == null ? null : e.getCause()).isInstanceOf(JMSException.class);
    assertThat(told).isEmpty();
  }

  @Test
  void deletedQueueIsToldOfOnceByItsListenerAndTheConnectionGoesOn() throws Exception {
    String gone = queue();
    String queue = queue();
    Connection connection = watched();
    Session session = connection.createSession();
    consumer(session, gone).setMessageListener(message -> {});
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    consumer(session, queue).setMessageListener(message -> heard.add(text(message)));

    admin.deleteQueue(gone);

    assertThat(told.poll(10, TimeUnit.SECONDS)).hasMessageContaining(gone);
    admin.publish(queue, "a");
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("a");
    assertThat(told).isEmpty();
  }

  @Test
  void receiveFromAQueueThatIsDeletedEndsWithAnException() throws Exception {
    String queue = queue();
    Session session = watched().createSession();
    MessageConsumer consumer = consumer(session, queue);
    CompletableFuture<Message> received = background(() -> consumer.receive());
    await().until(() -> admin.consumers(queue) == 1);

    admin.deleteQueue(queue);

    ExecutionException e = catchThrowableOfType(ExecutionException.class, () -> get(received));
    assertThat(e.getCause()).isInstanceOf(JMSException.class).hasMessageContaining(queue);
    assertThat(told).isEmpty();
  }

  @Test
  void killedBrokerHangsNobodyAndLosesNothingThatWasCommitted() throws Exception {
    assumeTrue(broker.supportsFaults());
    String in = queue();
    String out = queue();
    // A kill would lose the queues while they are in the buffer of the broker's own log.
    broker.ctl("eval", "catch mnesia:sync_log().");
    String[] texts = IntStream.range(0, 3_000).mapToObj(i -> "m" + i).toArray(String[]::new);
    admin.publish(in, texts);
    Connection connection = watched();
    ConcurrentLinkedQueue<String> committed = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Session session = connection.createSession(Session.SESSION_TRANSACTED);
      workers.add(
          background(
              () -> {
                move(session, in, out, committed);
                return null;
              }));
    }
    MessageConsumer idle = consumer(connection.createSession(), queue());
    CompletableFuture<Message> waiting = background(() -> idle.receive());
    await().until(() -> committed.size() >= 50);

    broker.kill();

    for (CompletableFuture<?> worker : workers) {
      ExecutionException e = catchThrowableOfType(ExecutionException.class, () -> get(worker));
      assertThat(e.getCause()).isInstanceOf(JMSException.class);
    }
    assertThat(catchThrowableOfType(ExecutionException.class, () -> get(waiting)).getCause())
        .isInstanceOf(JMSException.class);
    assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
    get(
        background(
            () -> {
              connection.close();
              return null;
            }));
    assertThat(told).isEmpty();

    broker.start();
    Session session = started().createSession();
    Set<String> arrived = drain(session, out);
    assertThat(arrived).containsAll(committed);
    arrived.addAll(drain(session, in));
    assertThat(arrived).contains(texts);
  }

  /** One by one, until the connection fails. */
  private static void move(
      Session session, String in, String out, ConcurrentLinkedQueue<String> committed)
      throws JMSException {
    MessageConsumer consumer = consumer(session, in);
    MessageProducer producer = producer(session, out);
    while (true) {
      Message message = consumer.receive(SECONDS_5);
      producer.send(message);
      session.commit();
      committed.add(text(message));
    }
  }

  private static Set<String> drain(Session session, String queue) throws JMSException {
    Set<String> all = new TreeSet<>();
    MessageConsumer consumer = consumer(session, queue);
    for (Message message = consumer.receive(1_000);
        message != null;
        message = consumer.receive(500)) {
      all.add(text(message));
    }
    return all;
  }
}
