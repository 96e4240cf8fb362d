package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transacted sessions (Jakarta Messaging 3.1, section 6.2.7), in both transaction modes. */
class TransactionsIT extends SessionTestBase {

  TransactionsIT(RabbitBroker broker) {
    super(broker);
  }

  private Session transacted(String txMode) throws Exception {
    factory.setTxMode(txMode);
    return started().createSession(Session.SESSION_TRANSACTED);
  }

  /** Refuses a second message. */
  private String fullQueue() {
    String queue = queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    admin.publish(queue, "full");
    return queue;
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void messagesAreInvisibleUntilTheCommit(String txMode) throws Exception {
    String in = queue();
    String out = queue();
    Session session = transacted(txMode);
    MessageConsumer consumer = consumer(session, in);
    admin.publish(in, "a", "b");

    assertThat(text(consumer.receive(SECONDS_5))).isEqualTo("a");
    send(session, out, "c");
    assertThat(admin.readyMessages(out)).isZero();
    session.rollback();

    assertThat(receive(consumer, 2)).containsExactly("a", "b");
    send(session, out, "d", "e");
    assertThat(admin.readyMessages(out)).isZero();
    session.commit();

    assertThat(admin.readyMessages(out)).isEqualTo(2);
    session.rollback();
    session.close();
    assertThat(admin.readyMessages(in)).isZero();
    Session plain = started().createSession();
    assertThat(receive(consumer(plain, out), 2)).containsExactly("d", "e");
  }

  @Test
  void commitIsOneFlushThenConfirmsThenAcknowledgements() throws Exception {
    String queue = queue();
    try (FaultProxy proxy = new FaultProxy(broker)) {
      factory.setUri(proxy.uri());
      Session session = transacted("confirm");
      send(session, queue, "warm");
      session.commit();
      Message received = consumer(session, queue).receive(SECONDS_5);
      send(session, queue, "a", "b", "c");
      proxy.resetMethods();

      session.commit();
      // Any request, to have the acknowledgement on the wire.
      session.createTemporaryQueue().delete();

      assertThat(text(received)).isEqualTo("warm");
      assertThat(proxy.methodsSent())
          .startsWith("basic.publish", "basic.publish", "basic.publish", "basic.ack");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void commitThatNoQueueTakesIsRolledBack(String txMode) throws Exception {
    String in = queue();
    Session session = transacted(txMode);
    MessageConsumer consumer = consumer(session, in);
    admin.publish(in, "a");
    consumer.receive(SECONDS_5);
    send(session, "no-such-queue-" + UUID.randomUUID(), "lost");

    TransactionRolledBackException e =
        catchThrowableOfType(TransactionRolledBackException.class, session::commit);

    assertThat(e).hasMessageContaining("no queue took");
    assertThat(seen(consumer.receive(SECONDS_5))).isEqualTo("a2*");
    session.commit();
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void commitSaysWhichMessagesNoQueueTook(String txMode) throws Exception {
    String in = queue();
    String out = queue();
    Session session = transacted(txMode);
    MessageConsumer consumer = consumer(session, in);
    admin.publish(in, "a");
    consumer.receive(SECONDS_5);
    send(session, out, "b");
    Message lost = session.createTextMessage("lost");
    producer(session, "no-such-queue-" + UUID.randomUUID()).send(lost);

    CommitException e = catchThrowableOfType(CommitException.class, session::commit);

    assertThat(e.getErrorCode()).isEqualTo("COMMIT_PARTIAL");
    assertThat(e.outcomes()).hasSize(2);
    assertThat(e.outcomes().get(lost.getJMSMessageID())).contains("no queue took");
    assertThat(admin.readyMessages(out)).isEqualTo(1);
    assertThat(seen(consumer.receive(SECONDS_5))).isEqualTo("a2*");
    send(session, out, "c");
    session.commit();
    assertThat(admin.readyMessages(out)).isEqualTo(2);
  }

  @Test
  void commitOfARefusedMessageIsRolledBack() throws Exception {
    Session session = transacted("confirm");
    send(session, fullQueue(), "refused");

    TransactionRolledBackException e =
        catchThrowableOfType(TransactionRolledBackException.class, session::commit);

    assertThat(e.getErrorCode()).isEqualTo("NACKED");
  }

  @Test
  void commitSaysWhichMessagesWereRefused() throws Exception {
    String out = queue();
    Session session = transacted("confirm");
    send(session, out, "a");
    Message refused = session.createTextMessage("refused");
    producer(session, fullQueue()).send(refused);

    CommitException e = catchThrowableOfType(CommitException.class, session::commit);

    assertThat(e.getErrorCode()).isEqualTo("COMMIT_PARTIAL");
    assertThat(e.outcomes().get(refused.getJMSMessageID())).contains("refused");
    assertThat(admin.readyMessages(out)).isEqualTo(1);
  }

  /** The broker says only that the transaction is not complete. */
  @Test
  void amqpCommitWithARefusedMessageIsInDoubt() throws Exception {
    String out = queue();
    Session session = transacted("amqp");
    send(session, out, "a");
    send(session, fullQueue(), "refused");

    CommitException e = catchThrowableOfType(CommitException.class, session::commit);

    assertThat(e.getErrorCode()).isEqualTo("COMMIT_IN_DOUBT");
    assertThat(e.outcomes()).hasSize(2);
    send(session, out, "b");
    session.commit();
    assertThat(admin.readyMessages(out)).isEqualTo(2);
  }

  @Test
  void refusalByOneOfSeveralQueuesIsInDoubt() throws Exception {
    String key = "sessions." + UUID.randomUUID();
    String full = fullQueue();
    String out = queue();
    admin.bindQueue(full, "amq.topic", key);
    admin.bindQueue(out, "amq.topic", key);
    Session session = transacted("confirm");
    session.createProducer(session.createTopic(key)).send(session.createTextMessage("a"));

    CommitException e = catchThrowableOfType(CommitException.class, session::commit);

    assertThat(e.getErrorCode()).isEqualTo("COMMIT_IN_DOUBT");
    assertThat(admin.readyMessages(out)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void moreMessagesThanThePrefetchAndTwoThousandFit(String txMode) throws Exception {
    String in = queue();
    String out = queue();
    String[] texts = IntStream.range(0, 2_100).mapToObj(i -> "m" + i).toArray(String[]::new);
    admin.publish(in, texts);
    Session session = transacted(txMode);
    MessageConsumer consumer = consumer(session, in);
    MessageProducer producer = producer(session, out);
    List<String> received = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      Message message = consumer.receive(SECONDS_5);
      received.add(text(message));
      producer.send(message);
    }
    assertThat(received).containsExactly(texts);
    assertThat(admin.readyMessages(out)).isZero();

    session.commit();
    session.close();

    assertThat(admin.readyMessages(in)).isZero();
    Session plain = started().createSession();
    assertThat(receive(consumer(plain, out), texts.length)).containsExactly(texts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void transactionLargerThanThePublishBoundFits(String txMode) throws Exception {
    String out = queue();
    Session session = transacted(txMode);
    MessageProducer producer = producer(session, out);
    for (int i = 0; i < 20; i++) {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(new byte[1_000_000]);
      producer.send(message);
    }

    session.commit();

    assertThat(admin.readyMessages(out)).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void delayedAndDeclaredDestinationsWork(String txMode) throws Exception {
    String out = queue();
    RabbitQueue declared = new RabbitQueue("sessions-declared-" + UUID.randomUUID());
    declared.setDeclare("declare");
    Session session = transacted(txMode);
    MessageProducer producer = session.createProducer(null);
    producer.setDeliveryDelay(1_000);
    producer.send(session.createQueue(out), session.createTextMessage("later"));
    producer.setDeliveryDelay(0);
    producer.send(declared, session.createTextMessage("now"));
    assertThat(admin.readyMessages(declared.getName())).isZero();

    session.commit();

    assertThat(admin.readyMessages(declared.getName())).isEqualTo(1);
    assertThat(admin.readyMessages(out)).isZero();
    assertThat(text(consumer(session, out).receive(SECONDS_5))).isEqualTo("later");
    session.commit();
    admin.deleteQueue(declared.getName());
  }

  @Test
  void concurrentSessionsNeitherLoseNorDouble() throws Exception {
    int sessions = 4;
    int each = 100;
    String in = queue();
    String out = queue();
    admin.publish(
        in, IntStream.range(0, sessions * each).mapToObj(i -> "m" + i).toArray(String[]::new));
    Connection connection = started();
    List<CompletableFuture<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      Session session = connection.createSession(Session.SESSION_TRANSACTED);
      workers.add(background(() -> moveAll(session, in, out)));
    }
    int moved = 0;
    for (CompletableFuture<Integer> worker : workers) {
      moved += get(worker);
    }

    assertThat(moved).isEqualTo(sessions * each);
    assertThat(admin.readyMessages(in)).isZero();
    List<String> all = receive(consumer(connection.createSession(), out), sessions * each);
    assertThat(all).doesNotHaveDuplicates().doesNotContainNull();
    assertThat(admin.readyMessages(out)).isZero();
  }

  /** In transactions of five, every third of which is rolled back first. */
  private static int moveAll(Session session, String in, String out) throws Exception {
    MessageConsumer consumer = consumer(session, in);
    MessageProducer producer = producer(session, out);
    int moved = 0;
    for (int round = 0; ; round++) {
      int inThis = 0;
      for (Message message = consumer.receive(1_000);
          message != null;
          message = inThis < 5 ? consumer.receive(1_000) : null) {
        producer.send(message);
        inThis++;
      }
      if (inThis == 0) {
        session.close();
        return moved;
      }
      if (round % 3 == 0) {
        session.rollback();
      } else {
        session.commit();
        moved += inThis;
      }
    }
  }
}
