package io.rabbitra.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SchedulerTest {

  @ParameterizedTest
  @EnumSource
  void tasksRunInTheOrderOfTheirTimesAndNotBefore(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1)) {
      Scheduler scheduler = fixture.threads().scheduler();
      List<String> order = new CopyOnWriteArrayList<>();
      long begin = System.nanoTime();
      CompletableFuture<Long> last = new CompletableFuture<>();
      scheduler.schedule(
          Duration.ofMillis(400),
          fixture.threads().workers(),
          () -> {
            order.add("third");
            last.complete(System.nanoTime());
          });
      scheduler.schedule(
          Duration.ofMillis(200), fixture.threads().workers(), () -> order.add("second"));
      scheduler.schedule(
          Duration.ofMillis(-5), fixture.threads().workers(), () -> order.add("first"));
      assertThat(Duration.ofNanos(last.get(10, TimeUnit.SECONDS) - begin))
          .isGreaterThanOrEqualTo(Duration.ofMillis(390));
      assertThat(order).containsExactly("first", "second", "third");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultLaneIsControlAndTheThreadIsOfTheHome(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1);
        Gate gate = new Gate()) {
      fixture.threads().workers().execute(gate);
      CompletableFuture<String> name = new CompletableFuture<>();
      fixture
          .threads()
          .scheduler()
          .schedule(Duration.ZERO, () -> name.complete(Thread.currentThread().getName()));
      assertThat(name.get(10, TimeUnit.SECONDS)).startsWith(fixture.threadPrefix());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCancelledTaskDoesNotRunEvenIfItWasHandedOverAlready(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1);
        Gate gate = new Gate()) {
      AdapterThreads threads = fixture.threads();
      AtomicInteger ran = new AtomicInteger();
      threads.workers().execute(gate);
      await().until(() -> threads.activeWorkers() == 1);
      Cancellable handedOver =
          threads.scheduler().schedule(Duration.ZERO, threads.workers(), ran::incrementAndGet);
      await().until(() -> threads.queuedTasks() == 1);
      Cancellable waiting =
          threads
              .scheduler()
              .schedule(Duration.ofMillis(100), threads.workers(), ran::incrementAndGet);
      handedOver.cancel();
      waiting.cancel();
      waiting.cancel();
      CountDownLatch later = new CountDownLatch(1);
      threads.scheduler().schedule(Duration.ofMillis(200), threads.workers(), later::countDown);
      gate.close();
      assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ran).hasValue(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExceptionOfATaskOrAnExecutorDoesNotEndTheTimer(Home home) throws Exception {
    try (LogRecorder lane = new LogRecorder(Lane.class);
        LogRecorder timer = new LogRecorder(TimerScheduler.class);
        Home.Fixture fixture = home.open(1)) {
      Scheduler scheduler = fixture.threads().scheduler();
      scheduler.schedule(
          Duration.ZERO,
          () -> {
            throw new IllegalStateException("task");
          });
      scheduler.schedule(
          Duration.ZERO,
          task -> {
            throw new RejectedExecutionException("executor");
          },
          () -> {});
      scheduler.schedule(
          Duration.ZERO,
          Runnable::run,
          () -> {
            throw new StackOverflowError("on the Timer's own thread");
          });
      CountDownLatch after = new CountDownLatch(1);
      scheduler.schedule(Duration.ofMillis(50), after::countDown);
      assertThat(after.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(timer.messages()).hasSize(2);
      await().until(() -> lane.messages().size() == 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDelayBeyondTheEndOfTimeIsAccepted(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1)) {
      fixture.threads().scheduler().schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {}).cancel();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingScheduledRunsAfterTheStop(Home home) throws Exception {
    AtomicInteger ran = new AtomicInteger();
    try (LogRecorder log = new LogRecorder(TimerScheduler.class);
        Home.Fixture fixture = home.open(1);
        Home.Fixture clock = home.open(1)) {
      Scheduler scheduler = fixture.threads().scheduler();
      scheduler.schedule(Duration.ofMillis(200), Runnable::run, ran::incrementAndGet);
      fixture.threads().stop(Duration.ofSeconds(10));
      scheduler.schedule(Duration.ZERO, Runnable::run, ran::incrementAndGet);
      CountDownLatch later = new CountDownLatch(1);
      clock.threads().scheduler().schedule(Duration.ofMillis(400), later::countDown);
      assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ran).hasValue(0);
      assertThat(log.messages()).isEmpty();
    }
  }
}
