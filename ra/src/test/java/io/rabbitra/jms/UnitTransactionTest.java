package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The states of a unit's transaction, and who may end it; without a broker. */
class UnitTransactionTest {

  private static final BooleanSupplier OPEN = () -> true;

  /** Writes down what it is told. */
  private final class Wire implements SessionTransaction {

    @Override
    public void send(List<PreparedMessage> messages) {
      messages.forEach(message -> calls.add("send " + message.messageId()));
    }

    @Override
    public List<String> commit() throws JMSException {
      calls.add("publish");
      duringCommit.run();
      if (refusal != null) {
        throw refusal;
      }
      return published;
    }

    @Override
    public void rollback() {
      calls.add("drop");
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  /** A consumer, which may be closed already. */
  private final class Consumer implements Settler {

    @Override
    public void acknowledge(Taken taken) throws JMSException {
      if (acknowledgementsLeft-- == 0) {
        throw JmsErrors.of(new BrokerException(BrokerException.Kind.CLOSED, "closed"));
      }
      calls.add("ack");
    }

    @Override
    public void acknowledgeAll(List<Taken> taken) {
      calls.add("ack all");
    }

    @Override
    public void writeAcknowledgements(List<Taken> taken) {
      calls.add("ack " + taken.size());
    }

    @Override
    public void awaitSettled(int count) throws JMSException {
      if (unanswered != null) {
        throw unanswered;
      }
      calls.add("answered " + count);
    }

    @Override
    public void giveBack(List<Taken> failed) {
      calls.add("give back " + failed.size());
    }

    @Override
    public void reject(Taken taken) {
      calls.add("reject");
    }
  }

  private final List<String> calls = new ArrayList<>();
  private final UnitTransaction transaction = new UnitTransaction(new Wire());
  private final Object session = new Object();
  private final Consumer consumer = new Consumer();
  private List<String> published = List.of("m");
  private Runnable duringCommit = () -> {};
  private JMSException refusal;
  private JMSException unanswered;
  private int acknowledgementsLeft = Integer.MAX_VALUE;

  private static PreparedMessage message(String id) {
    return new PreparedMessage(
        null,
        new Publication(
            "", "q", true, new AMQP.BasicProperties.Builder().messageId(id).build(), new byte[0]),
        0);
  }

  private Taken taken() {
    return new Taken(null, consumer, 1, null);
  }

  @Test
  void nothingIsHeldWithoutATransaction() throws Exception {
    assertThat(transaction.hold(message("a"), null, OPEN)).isFalse();
    assertThat(transaction.hold(taken(), session, OPEN)).isFalse();
    transaction.rollback();
    assertThat(calls).isEmpty();
  }

  @Test
  void publishesThenAcknowledgesThenWaitsForTheAnswer() throws Exception {
    transaction.begin();
    assertThat(transaction.hold(message("a"), null, OPEN)).isTrue();
    assertThat(transaction.hold(taken(), session, OPEN)).isTrue();
    assertThat(transaction.hold(taken(), null, OPEN)).isTrue();
    transaction.commit();

    assertThat(calls).containsExactly("send a", "publish", "ack 2", "answered 2");
    assertThat(transaction.isOfContainer()).isFalse();
    assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusedCommitGivesBackWhatWasReceivedAndIsOver() throws Exception {
    refusal = new JMSException("refused");
    transaction.begin();
    transaction.hold(taken(), null, OPEN);

    assertThatThrownBy(transaction::commit).isSameAs(refusal);

    assertThat(calls).containsExactly("publish", "give back 1");
    transaction.begin();
  }

  @Test
  void acknowledgementWithoutAnAnswerIsInDoubt() throws Exception {
    unanswered = new JMSException("cut");
    transaction.begin();
    transaction.hold(taken(), null, OPEN);

    assertThatThrownBy(transaction::commit)
        .isInstanceOf(CommitException.class)
        .hasMessageContaining("in doubt")
        .hasMessageContaining("m: confirmed");
  }

  /** The acknowledgements before it may have reached the broker. */
  @Test
  void acknowledgementThatFailsAfterAnotherOneIsInDoubt() throws Exception {
    OneByOne reader = new OneByOne(consumer);
    published = List.of();
    for (int failing = 1; failing <= 2; failing++) {
      acknowledgementsLeft = failing - 1;
      transaction.begin();
      transaction.hold(new Taken(null, reader, 1, null), null, OPEN);
      transaction.hold(new Taken(null, reader, 2, null), null, OPEN);

      assertThatThrownBy(transaction::commit)
          .isInstanceOf(
              failing == 1 ? TransactionRolledBackException.class : CommitException.class);
      transaction.reset();
    }
  }

  @Test
  void onlyOneDemarcatesAtATime() throws Exception {
    transaction.begin();
    assertThatThrownBy(transaction::begin).isInstanceOf(TransactionInProgressException.class);
    assertThat(transaction.begin(session, OPEN)).isFalse();
    transaction.commit(session);
    transaction.rollback(session);
    assertThat(transaction.isOfContainer()).isTrue();
    transaction.rollback();

    assertThat(transaction.begin(session, OPEN)).isTrue();
    assertThat(transaction.begin(session, OPEN)).isFalse();
    assertThatThrownBy(() -> transaction.begin(new Object(), OPEN))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(transaction::begin).isInstanceOf(TransactionInProgressException.class);
    assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
    assertThat(transaction.hold(message("of another"), null, OPEN)).isFalse();
    assertThat(transaction.hold(message("own"), session, OPEN)).isTrue();
    transaction.commit(session);
    assertThat(calls).containsExactly("drop", "send own", "publish");
  }

  @Test
  void rollbackByAnotherThreadRefusesWhatTheFirstGoesOnToDo() throws Exception {
    transaction.begin();
    transaction.hold(message("a"), null, OPEN);
    CompletableFuture.runAsync(this::rollback).join();

    assertThatThrownBy(() -> transaction.hold(message("b"), null, OPEN))
        .isInstanceOf(TransactionRolledBackException.class);
    assertThatThrownBy(() -> transaction.hold(taken(), null, OPEN))
        .isInstanceOf(TransactionRolledBackException.class);
    assertThatThrownBy(() -> transaction.holdAll(List.of(message("n").publication()), OPEN))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("rolled the transaction back")
        .hasMessageContaining("close this connection");
    assertThatThrownBy(() -> transaction.begin(session, OPEN))
        .isInstanceOf(TransactionRolledBackException.class);
    transaction.reset();
    assertThat(transaction.hold(message("c"), null, OPEN)).isFalse();
  }

  @Test
  void rollbackByTheSameThreadIsTheEndOfIt() throws Exception {
    transaction.begin();
    transaction.rollback();
    assertThat(transaction.hold(message("b"), null, OPEN)).isFalse();
  }

  @Test
  void sessionLearnsOnceThatTheContainerHasRolledItBack() throws Exception {
    transaction.begin(session, OPEN);
    transaction.hold(message("a"), session, OPEN);
    transaction.rollback();

    assertThatThrownBy(() -> transaction.commit(session))
        .isInstanceOf(TransactionRolledBackException.class);
    assertThat(transaction.begin(session, OPEN)).isTrue();
    transaction.commit(session);
    assertThat(calls).containsExactly("send a", "drop", "publish");
  }

  /** Its handle is closed meanwhile, and the unit is another user's already. */
  @Test
  void whatWaitsForACommitDoesNotJoinTheNextTransaction() throws Exception {
    transaction.begin();
    CountDownLatch committing = new CountDownLatch(1);
    AtomicReference<Thread> waiting = new AtomicReference<>();
    CompletableFuture<Throwable> late =
        CompletableFuture.supplyAsync(
            () -> {
              waiting.set(Thread.currentThread());
              awaitLatch(committing);
              return catchThrowable(() -> transaction.hold(message("late"), null, OPEN));
            });
    duringCommit =
        () -> {
          committing.countDown();
          await().until(() -> isWaitingForLock(waiting.get()));
        };
    transaction.commit();
    transaction.begin();

    assertThat(late.get(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    transaction.hold(message("next"), null, OPEN);
    assertThat(calls).containsExactly("publish", "send next");
  }

  @Test
  void closedHandleNeitherJoinsNorBeginsATransaction() throws Exception {
    assertThatThrownBy(() -> transaction.begin(session, () -> false))
        .isInstanceOf(IllegalStateException.class);
    transaction.begin();
    assertThatThrownBy(() -> transaction.hold(message("late"), null, () -> false))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> transaction.hold(taken(), null, () -> false))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> transaction.holdAll(List.of(message("n").publication()), () -> false))
        .isInstanceOf(BrokerException.class);
    assertThat(calls).isEmpty();
  }

  private static boolean isWaitingForLock(Thread thread) {
    return thread != null
        && String.valueOf(LockSupport.getBlocker(thread)).contains("ReentrantLock");
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void resetRollsBack() throws Exception {
    transaction.begin();
    transaction.hold(message("a"), null, OPEN);
    transaction.hold(taken(), null, OPEN);
    transaction.reset();

    assertThat(calls).containsExactly("send a", "drop", "give back 1");
    assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
  }

  private void rollback() {
    try {
      transaction.rollback();
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
  }
}
