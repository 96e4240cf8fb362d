package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.message.RabbitMessage;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order and the waiting of completion listeners, without a broker. */
@Timeout(20)
class AsyncSendsTest {

  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final AsyncSends sends = new AsyncSends(executor);
  private final Completions completions = new Completions();
  private final Object producer = new Object();
  private final Object other = new Object();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void answersInAnotherOrderAreToldInTheOrderOfTheSends() throws Exception {
    Message first = new RabbitMessage();
    Message second = new RabbitMessage();
    AsyncSends.Completion one = sends.begin(producer, first, completions);
    AsyncSends.Completion two = sends.begin(producer, second, completions);

    two.done(null);
    assertThat(completions.outcomes).isEmpty();
    one.done(new JMSException("no"));
    sends.awaitAll(LONG);

    assertThat(completions.messages()).containsExactly(first, second);
    assertThat(completions.next().exception()).hasMessage("no");
    assertThat(completions.next().exception()).isNull();
  }

  @Test
  void whatIsNotAnsweredInTimeIsAnException() throws Exception {
    sends.begin(producer, new RabbitMessage(), completions);

    sends.awaitAll(SHORT);

    assertThat(completions.next().exception()).hasMessageContaining("unknown");
  }

  @Test
  void secondAnswerIsIgnored() {
    AsyncSends.Completion one = sends.begin(producer, new RabbitMessage(), completions);
    one.done(null);
    one.done(new JMSException("late"));
    sends.awaitAll(LONG);

    assertThat(completions.outcomes).hasSize(1);
  }

  @Test
  void slowListenerIsWaitedForHoweverLongItTakes() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Completions slow =
        new Completions() {
          @Override
          public void onCompletion(Message message) {
            entered.countDown();
            awaitLatch(leave);
            super.onCompletion(message);
          }
        };
    sends.begin(producer, new RabbitMessage(), slow).done(null);
    awaitLatch(entered);
    Thread closing = new Thread(() -> sends.awaitAll(SHORT));
    closing.start();

    closing.join(SHORT.multipliedBy(3).toMillis());
    assertThat(closing.isAlive()).isTrue();
    leave.countDown();
    closing.join();
    assertThat(slow.outcomes).hasSize(1);
  }

  @Test
  void producerWaitsForItsOwnSendsOnly() {
    sends.begin(other, new RabbitMessage(), completions);

    long begin = System.nanoTime();
    sends.awaitAllOf(producer, LONG);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG.dividedBy(3));
    assertThat(completions.outcomes).isEmpty();
  }

  @Test
  void listenerMayWaitForAnotherProducerButNotForItsOwn() throws Exception {
    Completions trying =
        new Completions() {
          @Override
          public void onCompletion(Message message) {
            assertThatThrownBy(() -> sends.refuseInListenerOf(producer, "close"))
                .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> sends.refuseInListener("commit"))
                .isInstanceOf(IllegalStateException.class);
            try {
              sends.refuseInListenerOf(other, "close");
            } catch (IllegalStateException e) {
              throw new AssertionError(e);
            }
            sends.awaitAllOf(other, LONG);
            super.onCompletion(message);
          }
        };
    AsyncSends.Completion one = sends.begin(producer, new RabbitMessage(), trying);
    sends.begin(other, new RabbitMessage(), completions);
    one.done(null);

    trying.next();
    sends.refuseInListener("not in a listener here");
  }

  @Test
  void cancelledSendIsNotTold() {
    sends.begin(producer, new RabbitMessage(), completions);
    sends.cancelLast();
    sends.awaitAll(LONG);

    assertThat(completions.outcomes).isEmpty();
  }

  @Test
  void closeEndsThoughTheThreadsAreStopped() {
    Deque<Runnable> lost = new ArrayDeque<>();
    AsyncSends stopped = new AsyncSends(lost::add);
    stopped.begin(producer, new RabbitMessage(), completions).done(null);

    stopped.awaitAll(SHORT);

    assertThat(completions.outcomes).isEmpty();
    assertThat(lost).hasSize(1);
  }

  @Test
  void interruptEndsTheWait() throws Exception {
    AsyncSends.Completion late = sends.begin(producer, new RabbitMessage(), completions);
    Thread closing = new Thread(() -> sends.awaitAll(LONG));
    closing.start();
    closing.interrupt();
    closing.join();

    assertThat(completions.next().exception()).hasMessageContaining("unknown");
    late.done(null);
    assertThat(completions.outcomes).isEmpty();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
