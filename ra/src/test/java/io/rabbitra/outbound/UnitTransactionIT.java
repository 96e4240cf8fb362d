package io.rabbitra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import io.rabbitra.AmqpException;
import io.rabbitra.AmqpMessage;
import io.rabbitra.AmqpProperties;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.Publication;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.jms.CommitException;
import io.rabbitra.jms.UnitTransaction;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransactionException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transactions that a container demarcates on a pooled unit. */
class UnitTransactionIT extends UnitTestBase {

  UnitTransactionIT(RabbitBroker broker) {
    super(broker);
  }

  private void open(String txMode) throws Exception {
    factory.setTxMode(txMode);
    open();
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void whatClosedHandlesSentIsPublishedAtCommit(String txMode) throws Exception {
    open(txMode);
    String queue = queue();
    transaction.begin();
    send(queue, "a");
    send(queue, "b");
    assertThat(admin.readyMessages(queue)).isZero();

    transaction.commit();

    assertThat(admin.readyMessages(queue)).isEqualTo(2);
    send(queue, "outside");
    assertThat(admin.readyMessages(queue)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void rollbackPublishesNothingAndWhatClosedConsumersReceivedComesAgain(String txMode)
      throws Exception {
    open(txMode);
    String in = queue(Map.of("x-queue-type", "quorum"));
    String out = queue();
    send(in, "a", "b");
    transaction.begin();
    assertThat(receive(in)).isEqualTo("a1");
    assertThat(receive(in)).isEqualTo("b1");
    send(out, "c");

    transaction.rollback();

    awaitReady(in, 2);
    assertThat(admin.readyMessages(out)).isZero();
    transaction.begin();
    assertThat(List.of(receive(in), receive(in))).containsExactlyInAnyOrder("a2", "b2");
    transaction.commit();
    assertThat(admin.readyMessages(out)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void whatWasReceivedIsAcknowledgedAtCommitThoughItsHandleIsClosed(String txMode)
      throws Exception {
    open(txMode);
    String in = queue();
    String out = queue();
    admin.publish(in, "a");
    transaction.begin();
    assertThat(receive(in)).isEqualTo("a1");
    send(out, "b");
    assertThat(admin.unackedMessages(in)).isEqualTo(1);

    transaction.commit();

    assertThat(admin.unackedMessages(in)).isZero();
    assertThat(admin.readyMessages(in)).isZero();
    assertThat(admin.readyMessages(out)).isEqualTo(1);
  }

  @Test
  void aHundredSendsAreAHundredPublishesAndNothingElse() throws Exception {
    open();
    String queue = queue();
    send(queue, "warm");
    proxy.resetMethods();

    transaction.begin();
    for (int i = 0; i < 100; i++) {
      send(queue, "m" + i);
    }
    assertThat(proxy.methodsSent()).isEmpty();
    transaction.commit();

    assertThat(proxy.methodsSent()).isEqualTo(Collections.nCopies(100, "basic.publish"));
    assertThat(proxy.methodsReceived()).containsOnly("basic.ack");
    proxy.resetMethods();
    send(queue, "outside");
    assertThat(proxy.methodsSent()).containsExactly("basic.publish");
  }

  @Test
  void commitWithAnUnroutableMessageSaysWhatBecameOfEach() throws Exception {
    open();
    String in = queue();
    String out = queue();
    admin.publish(in, "a");
    transaction.begin();
    receive(in);
    send(out, "b");
    send("nowhere-" + out, "c");

    LocalTransactionException e =
        catchThrowableOfType(LocalTransactionException.class, transaction::commit);

    assertThat(e.getErrorCode()).isEqualTo("COMMIT_PARTIAL");
    assertThat(e).hasMessageContaining("1 of 2").hasMessageContaining("nowhere-" + out);
    assertThat(((CommitException) e.getCause()).outcomes()).hasSize(2);
    awaitReady(in, 1);
    assertUnitIsAsGoodAsNew(out);
  }

  /** In an AMQP transaction the broker does not say which of its messages it has refused. */
  @ParameterizedTest
  @CsvSource({"confirm, NACKED", "amqp, COMMIT_IN_DOUBT"})
  void commitOfARefusedMessageFails(String txMode, String code) throws Exception {
    open(txMode);
    String in = queue();
    String full = queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    admin.publish(full, "first");
    admin.publish(in, "a");
    transaction.begin();
    receive(in);
    send(full, "second");

    LocalTransactionException e =
        catchThrowableOfType(LocalTransactionException.class, transaction::commit);

    assertThat(e.getErrorCode()).isEqualTo(code);
    awaitReady(in, 1);
    assertThat(admin.readyMessages(full)).isEqualTo(1);
    assertUnitIsAsGoodAsNew(in);
  }

  private void assertUnitIsAsGoodAsNew(String queue) throws Exception {
    unit.cleanup();
    admin.purgeQueue(queue);
    transaction.begin();
    send(queue, "next");
    transaction.commit();
    assertThat(admin.readyMessages(queue)).isEqualTo(1);
    transaction.begin();
    transaction.commit();
    assertThat(admin.readyMessages(queue)).isEqualTo(1);
  }

  @Test
  void transactionIsBegunOnceAndCommittedOnlyIfBegun() throws Exception {
    open();
    assertThatThrownBy(transaction::commit).isInstanceOf(ResourceException.class);
    transaction.rollback();
    transaction.begin();
    assertThatThrownBy(transaction::begin).isInstanceOf(LocalTransactionException.class);
    transaction.commit();
    assertThatThrownBy(transaction::commit).isInstanceOf(ResourceException.class);
    transaction.begin();
    transaction.rollback();
    assertThatThrownBy(transaction::commit).isInstanceOf(ResourceException.class);
  }

  @Test
  void cleanupRollsBackAndLeavesNoChannel() throws Exception {
    factory.setConnectionName("cleanup-" + System.nanoTime());
    open();
    String in = queue();
    String out = queue();
    send(out, "warm");
    int channels = channels();
    admin.publish(in, "a");
    transaction.begin();
    receive(in);
    send(out, "b");

    unit.cleanup();

    awaitReady(in, 1);
    assertThat(admin.readyMessages(out)).isEqualTo(1);
    await().untilAsserted(() -> assertThat(channels()).isEqualTo(channels));
    assertThatThrownBy(transaction::commit).isInstanceOf(ResourceException.class);
  }

  private int channels() {
    return admin.connections().stream()
        .filter(connection -> connection.name().contains(factory.getConnectionName()))
        .mapToInt(connection -> connection.channels())
        .sum();
  }

  @Test
  void sessionIsTransactedWhileTheContainersTransactionIs() throws Exception {
    open();
    transaction.begin();
    try (Connection connection = connections.createConnection()) {
      Session session = connection.createSession(true, -1);
      assertThat(session.getTransacted()).isTrue();
      assertThat(session.getAcknowledgeMode()).isEqualTo(Session.SESSION_TRANSACTED);
      assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
      assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
      assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);

      transaction.commit();

      assertThat(session.getTransacted()).isFalse();
      assertThat(session.getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
      assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
    }
    assertThat(eventIds()).hasSize(1);
  }

  @Test
  void contextJoinsTheTransaction() throws Exception {
    open();
    String queue = queue();
    admin.publish(queue, "a");
    transaction.begin();
    try (JMSContext context = connections.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
      assertThat(context.getTransacted()).isTrue();
      assertThat(context.getSessionMode()).isEqualTo(JMSContext.SESSION_TRANSACTED);
      JMSConsumer consumer = context.createConsumer(context.createQueue(queue));
      assertThat(consumer.receiveBody(String.class, SECONDS_5)).isEqualTo("a");
      context.acknowledge();
      context.createProducer().send(context.createQueue(queue), "b");
      assertThatThrownBy(context::commit).isInstanceOf(TransactionInProgressRuntimeException.class);
      assertThatThrownBy(context::recover).isInstanceOf(IllegalStateRuntimeException.class);
      assertThat(admin.unackedMessages(queue)).isEqualTo(1);
    }
    transaction.commit();

    assertThat(admin.unackedMessages(queue)).isZero();
    assertThat(admin.readyMessages(queue)).isEqualTo(1);
  }

  @Test
  void handleFromBeforeTheTransactionIsInItAndOutAgain() throws Exception {
    open();
    String queue = queue();
    try (Connection connection = connections.createConnection()) {
      connection.start();
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(session.createQueue(queue));
      MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
      producer.send(session.createTextMessage("before"));

      transaction.begin();
      assertThat(consumer.receive(SECONDS_5).getBody(String.class)).isEqualTo("before");
      producer.send(session.createTextMessage("in"));
      assertThat(consumer.receive(MOMENT)).isNull();
      transaction.rollback();

      assertThat(consumer.receive(SECONDS_5).getBody(String.class)).isEqualTo("before");
      assertThat(consumer.receive(MOMENT)).isNull();
      producer.send(session.createTextMessage("after"));
      assertThat(consumer.receive(SECONDS_5).getBody(String.class)).isEqualTo("after");
    }
    assertThat(admin.unackedMessages(queue)).isZero();
  }

  /** Else the half of a transaction would count, after the container's timeout has ended it. */
  @Test
  void handleIsOfNoUseAfterAnotherThreadHasRolledBack() throws Exception {
    open();
    String queue = queue();
    admin.publish(queue, "a");
    try (Connection connection = connections.createConnection()) {
      connection.start();
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(session.createQueue(queue));
      MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
      transaction.begin();
      producer.send(session.createTextMessage("b"));

      CompletableFuture.runAsync(this::rollback).get(10, TimeUnit.SECONDS);

      assertThatThrownBy(() -> producer.send(session.createTextMessage("c")))
          .isInstanceOf(TransactionRolledBackException.class);
      assertThatThrownBy(() -> consumer.receive(SECONDS_5))
          .isInstanceOf(TransactionRolledBackException.class);
    }
    assertThatThrownBy(transaction::commit).isInstanceOf(ResourceException.class);
    unit.cleanup();
    awaitReady(queue, 1);
    send(queue, "next");
    awaitReady(queue, 2);
  }

  private void rollback() {
    try {
      transaction.rollback();
    } catch (ResourceException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void selectingConsumerJoinsTheTransaction() throws Exception {
    open();
    String queue = queue();
    send(queue, "no");
    try (JMSContext context = connections.createContext()) {
      context.createProducer().setProperty("n", 1).send(context.createQueue(queue), "yes");
    }
    for (boolean commit : new boolean[] {false, true}) {
      transaction.begin();
      try (JMSContext context = connections.createContext()) {
        JMSConsumer consumer = context.createConsumer(context.createQueue(queue), "n = 1");
        assertThat(consumer.receiveBody(String.class, SECONDS_5)).isEqualTo("yes");
      }
      if (commit) {
        transaction.commit();
      } else {
        transaction.rollback();
        awaitReady(queue, 2);
      }
    }
    unit.cleanup();
    awaitReady(queue, 1);
    assertThat(admin.unackedMessages(queue)).isZero();
  }

  @Test
  void lostConnectionRollsBackAndBeginsNoMore() throws Exception {
    open();
    String queue = queue();
    admin.publish(queue, "a");
    transaction.begin();
    receive(queue);
    events.clear();
    proxy.cut();
    await().until(() -> !events.isEmpty());

    assertThatThrownBy(transaction::commit)
        .isInstanceOf(LocalTransactionException.class)
        .hasCauseInstanceOf(TransactionRolledBackException.class);
    transaction.rollback();
    assertThatThrownBy(transaction::begin).isInstanceOf(LocalTransactionException.class);
    assertThat(events).hasSize(1);
    awaitReady(queue, 1);
  }

  /** The broker tells of the alarm when somebody publishes: too late for that commit. */
  @Test
  void commitIntoAnAlarmIsInDoubtAndTheNextIsRolledBack() throws Exception {
    factory.setConfirmTimeout(500);
    open();
    String out = queue();
    send(out, "warm");
    admin.raiseMemoryAlarm();
    try {
      transaction.begin();
      send(out, "b");
      LocalTransactionException doubt =
          catchThrowableOfType(LocalTransactionException.class, transaction::commit);
      assertThat(doubt.getErrorCode()).isEqualTo("COMMIT_IN_DOUBT");
      assertThat(doubt).hasMessageContaining("in doubt").hasMessageContaining("memory");

      transaction.begin();
      send(out, "c");
      assertThatThrownBy(transaction::commit)
          .isInstanceOf(LocalTransactionException.class)
          .hasMessageContaining("nothing was published")
          .hasCauseInstanceOf(TransactionRolledBackException.class);
      unit.cleanup();
    } finally {
      admin.clearMemoryAlarm();
    }
    awaitReady(out, 2);
  }

  /** A question to a broker that does not read is answered by nobody. */
  @Test
  void alarmHoldsUpNeitherACommitOfReceivesNorTheCleanup() throws Exception {
    factory.setConfirmTimeout(500);
    open();
    String in = queue();
    String out = queue();
    send(out, "warm");
    admin.publish(in, "a");
    transaction.begin();
    assertThat(receive(in)).isEqualTo("a1");
    send(out, "b");
    admin.raiseMemoryAlarm();
    try {
      long begin = System.nanoTime();
      assertThatThrownBy(transaction::commit).isInstanceOf(LocalTransactionException.class);
      assertThatThrownBy(unit::cleanup).hasMessageContaining("blocked");
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isLessThan(AmqpConnection.RPC_TIMEOUT);
      assertThat(factory.getInvalidConnections(Set.of(unit))).isEqualTo(Set.of(unit));
    } finally {
      admin.clearMemoryAlarm();
    }
    awaitReady(in, 1);
  }

  /** Though there was an acknowledgement, and the consumer's channel would have been closed. */
  @Test
  void acknowledgementsThatNobodyAnswersAreInDoubt() throws Exception {
    open();
    String in = queue();
    admin.publish(in, "a");
    transaction.begin();
    receive(in);
    proxy.stallInbound();
    CompletableFuture<LocalTransactionException> commit =
        CompletableFuture.supplyAsync(
            () -> catchThrowableOfType(LocalTransactionException.class, transaction::commit));
    await().until(() -> admin.unackedMessages(in) == 0);
    proxy.cut();

    LocalTransactionException e = commit.get(20, TimeUnit.SECONDS);

    assertThat(e).isNotNull();
    assertThat(e.getErrorCode()).isEqualTo("COMMIT_IN_DOUBT");
  }

  @Test
  void nativeMessagesAreHeldToo() throws Exception {
    open();
    String queue = queue();
    UnitTransaction ofUnit = unit.core().transaction();
    assertThat(ofUnit.holdAll(List.of(message(queue, "outside")), () -> true)).isFalse();
    transaction.begin();
    assertThat(ofUnit.holdAll(List.of(message(queue, "first")), () -> true)).isTrue();
    assertThat(ofUnit.holdAll(List.of(message("nowhere-" + queue, "second")), () -> true)).isTrue();
    assertThat(admin.readyMessages(queue)).isZero();

    assertThatThrownBy(transaction::commit)
        .isInstanceOf(LocalTransactionException.class)
        .hasMessageContaining("id-first: confirmed")
        .hasMessageContaining("id-second: no queue took");

    assertThat(admin.readyMessages(queue)).isEqualTo(1);
  }

  @Test
  void messageWithoutAnAmqpFormIsRefusedAtTheSendAndTheOthersAreCommitted() throws Exception {
    open();
    String queue = queue();
    transaction.begin();
    send(queue, "a");
    try (Connection connection = connections.createConnection()) {
      Session session = connection.createSession();
      Message large = session.createTextMessage("large");
      large.setStringProperty("h", "x".repeat(200_000));
      MessageProducer producer = session.createProducer(session.createQueue(queue));

      JMSException e = catchThrowableOfType(JMSException.class, () -> producer.send(large));

      assertThat(e.getErrorCode()).isEqualTo("PRECONDITION_FAILED");
    }
    send(queue, "b");
    transaction.commit();

    assertThat(admin.readyMessages(queue)).isEqualTo(2);
  }

  @Test
  void nativeMessagesAfterARollbackByAnotherThreadAreNotPublished() throws Exception {
    try (AmqpManagedConnectionFactory plain = new AmqpManagedConnectionFactory()) {
      plain.setUri(proxy.uri());
      unit = (RabbitManagedConnection) plain.createManagedConnection(null, null);
      transaction = unit.getLocalTransaction();
      io.rabbitra.AmqpConnection connection =
          (io.rabbitra.AmqpConnection) unit.getConnection(null, null);
      String queue = queue();
      AmqpMessage message =
          AmqpMessage.toQueue(queue, AmqpProperties.builder().build(), new byte[] {1});
      transaction.begin();
      connection.publish(message);
      CompletableFuture.runAsync(this::rollback).get(10, TimeUnit.SECONDS);

      assertThatThrownBy(() -> connection.publish(message)).isInstanceOf(AmqpException.class);
      assertThatThrownBy(() -> connection.publishAll(List.of(message, message)))
          .isInstanceOf(AmqpException.class)
          .hasMessageContaining("rolled the transaction back");

      assertThat(admin.readyMessages(queue)).isZero();
    }
  }

  private static Publication message(String queue, String text) {
    return new Publication(
        "",
        queue,
        true,
        new AMQP.BasicProperties.Builder().messageId("id-" + text).build(),
        text.getBytes(UTF_8));
  }
}
