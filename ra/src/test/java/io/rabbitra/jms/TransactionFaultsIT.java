package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a commit says when the connection fails before it or in its middle. */
class TransactionFaultsIT extends SessionTestBase {

  private final FaultProxy proxy;
  private String in;
  private String out;
  private Session session;

  TransactionFaultsIT(RabbitBroker broker) {
    super(broker);
    proxy = new FaultProxy(broker);
    factory.setUri(proxy.uri());
  }

  @BeforeEach
  void queues() {
    in = queue();
    out = queue();
    admin.publish(in, "a");
  }

  @AfterEach
  void closeProxy() throws JMSException {
    closeAll();
    proxy.close();
  }

  private void begin(String txMode) throws JMSException {
    factory.setTxMode(txMode);
    Connection connection = started();
    session = connection.createSession(Session.SESSION_TRANSACTED);
    send(session, out, "warm");
    session.commit();
    admin.purgeQueue(out);
    MessageConsumer consumer = consumer(session, in);
    assertThat(text(consumer.receive(SECONDS_5))).isEqualTo("a");
    send(session, out, "b", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void commitOnADeadConnectionIsRolledBack(String txMode) throws Exception {
    begin(txMode);
    proxy.cut();
    await().until(() -> proxy.connections() == 0);
    awaitReady(in, 1);

    assertThat(catchThrowableOfType(JMSException.class, session::commit))
        .isInstanceOf(TransactionRolledBackException.class);
    assertThat(admin.readyMessages(out)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void commitOnAConnectionThatBreaksMeanwhileIsInDoubt(String txMode) throws Exception {
    begin(txMode);
    proxy.stallInbound();
    CompletableFuture<Void> commit =
        background(
            () -> {
              session.commit();
              return null;
            });
    // Committed, and nobody was told.
    awaitReady(out, 2);
    proxy.cut();

    ExecutionException e = catchThrowableOfType(ExecutionException.class, () -> get(commit));

    assertThat(e.getCause()).isInstanceOf(CommitException.class);
    CommitException doubt = (CommitException) e.getCause();
    assertThat(doubt.getErrorCode()).isEqualTo("COMMIT_IN_DOUBT");
    assertThat(doubt.outcomes()).hasSize(2);
    awaitReady(in, 1);
  }

  /** The consumer's channel is gone with the connection before anything could be acknowledged. */
  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void commitOfReceivesAloneIsRolledBack(String txMode) throws Exception {
    factory.setTxMode(txMode);
    session = started().createSession(Session.SESSION_TRANSACTED);
    consumer(session, in).receive(SECONDS_5);
    proxy.cut();
    awaitReady(in, 1);

    assertThat(catchThrowableOfType(JMSException.class, session::commit))
        .isInstanceOf(TransactionRolledBackException.class);
  }

  /** A question to a broker that does not read would end the connection after ten seconds. */
  @Test
  void receiversOutliveAnAlarmThatBlocksTheirConnection() throws Exception {
    factory.setConfirmTimeout(300);
    Connection connection = started();
    Session receiving = connection.createSession();
    MessageConsumer plain = consumer(receiving, in);
    MessageConsumer selecting = receiving.createConsumer(receiving.createQueue(in), "n = 1");
    Session sending = connection.createSession();
    admin.raiseMemoryAlarm();
    try {
      await().until(() -> catchThrowable(() -> send(sending, out, "blocked")) != null);
      assertThat(plain.receive(300)).isNull();
      assertThat(plain.receiveNoWait()).isNull();
      assertThat(selecting.receive(AmqpConnection.RPC_TIMEOUT.toMillis() + 1_000)).isNull();
    } finally {
      admin.clearMemoryAlarm();
    }

    TextMessage message = sending.createTextMessage("n");
    message.setIntProperty("n", 1);
    await().until(() -> catchThrowable(() -> producer(sending, in).send(message)) == null);
    assertThat(selecting.receive(SECONDS_5)).isNotNull();
  }

  /** Though the broker does not read what would have to be asked for a rollback. */
  @Test
  void commitOfABlockedPublisherIsRolledBackInTime() throws Exception {
    factory.setConfirmTimeout(300);
    begin("confirm");
    admin.raiseMemoryAlarm();
    try {
      await()
          .until(
              () -> {
                send(session, out, "d");
                CompletableFuture<Void> commit =
                    background(
                        () -> {
                          session.commit();
                          return null;
                        });
                ExecutionException e =
                    catchThrowableOfType(ExecutionException.class, () -> get(commit));
                return e != null && e.getCause() instanceof TransactionRolledBackException;
              });
    } finally {
      admin.clearMemoryAlarm();
    }
  }
}
