package io.rabbitra.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in a container and without one. */
@Timeout(60)
class AdapterThreadsTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  @ParameterizedTest
  @EnumSource
  void everyLaneRunsItsTasksOnThreadsOfItsHome(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(2)) {
      AdapterThreads threads = fixture.threads();
      for (Executor lane :
          List.of(
              threads.workers(),
              threads.control(),
              threads.checks(),
              threads.attempts(),
              threads.scans(),
              threads.clientShutdown(),
              threads.eventLoops())) {
        assertThat(onLane(lane, Thread::getName)).startsWith(fixture.threadPrefix());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void tenThousandTasksBeginInOrderOnFewThreads(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1)) {
      List<Integer> order = new CopyOnWriteArrayList<>();
      Set<Thread> used = ConcurrentHashMap.newKeySet();
      CountDownLatch done = new CountDownLatch(10_000);
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        int number = i;
        if (number % 100 == 0) {
          expected.add(number);
        }
        fixture
            .threads()
            .workers()
            .execute(
                () -> {
                  if (number % 100 == 0) {
                    order.add(number);
                  }
                  used.add(Thread.currentThread());
                  done.countDown();
                });
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(order).isEqualTo(expected);
      assertThat(used).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noTaskIsLostWhileWorkersComeAndGo(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(3, Duration.ofNanos(200_000))) {
      AtomicInteger done = new AtomicInteger();
      for (int i = 1; i <= 2_000; i++) {
        int number = i;
        fixture.threads().workers().execute(done::incrementAndGet);
        if (number % 3 == 0) {
          // Lets the lane run empty, so that workers are about to leave when the next task comes.
          await()
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofNanos(50_000))
              .until(() -> done.get() == number);
        }
      }
      await().until(() -> done.get() == 2_000);
      await().until(() -> fixture.threads().activeWorkers() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void beansGetAtMostMaxWorkersThreadsAndTheCountsTellSo(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(3);
        Gate gate = new Gate()) {
      AdapterThreads threads = fixture.threads();
      for (int i = 0; i < 10; i++) {
        threads.workers().execute(gate);
      }
      await().until(() -> threads.activeWorkers() == 3);
      assertThat(threads.queuedTasks()).isEqualTo(7);
      assertThat(threads.maxWorkers()).isEqualTo(3);
      gate.close();
      await().until(() -> threads.activeWorkers() == 0);
      assertThat(threads.queuedTasks()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAdaptersOwnTasksDoNotQueueBehindBeans(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(2);
        Gate gate = new Gate()) {
      AdapterThreads threads = fixture.threads();
      for (int i = 0; i < 10; i++) {
        threads.workers().execute(gate);
      }
      await().until(() -> threads.activeWorkers() == 2);
      assertThat(onLane(threads.checks(), Thread::isAlive)).isTrue();
      assertThat(onLane(threads.control(), Thread::isAlive)).isTrue();
      assertThat(onLane(threads.clientShutdown(), Thread::isAlive)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheClientSubmitsAtTheEndOfAConnectionWaitsForNoThread(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1);
        Gate gate = new Gate()) {
      AdapterThreads threads = fixture.threads();
      for (int i = 0; i < 3; i++) {
        threads.clientShutdown().execute(gate);
      }
      AtomicReference<Thread> ranOn = new AtomicReference<>();
      Future<?> done = threads.clientShutdown().submit(() -> ranOn.set(Thread.currentThread()));
      assertThat(done).isDone();
      assertThat(ranOn).hasValue(Thread.currentThread());
      Runnable failing =
          () -> {
            throw new IllegalStateException("in a listener");
          };
      Future<?> failed = threads.clientShutdown().submit(failing);
      assertThat(failed).isDone();
      assertThatThrownBy(failed::get).hasRootCauseMessage("in a listener");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStuckCheckDelaysNoOther(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1);
        Gate gate = new Gate()) {
      fixture.threads().checks().execute(gate);
      assertThat(onLane(fixture.threads().checks(), Thread::isAlive)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachEventLoopHasAThreadForItself(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1);
        Gate gate = new Gate()) {
      CountDownLatch running = new CountDownLatch(6);
      for (int i = 0; i < 6; i++) {
        fixture
            .threads()
            .eventLoops()
            .execute(
                () -> {
                  running.countDown();
                  gate.run();
                });
      }
      assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatThrowsIsLoggedAndTheLaneGoesOn(Home home) throws Exception {
    try (LogRecorder log = new LogRecorder(Lane.class);
        Home.Fixture fixture = home.open(1)) {
      Executor lane = fixture.threads().workers();
      String before = onLane(lane, Thread::getName);
      lane.execute(
          () -> {
            throw new IllegalStateException("from a bean");
          });
      lane.execute(
          () -> {
            throw new StackOverflowError("from a bean");
          });
      assertThat(onLane(lane, Thread::getName)).isEqualTo(before);
      assertThat(log.messages()).hasSize(2).allMatch(m -> m.contains(getClass().getName()));
      await().until(() -> fixture.threads().activeWorkers() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTaskFindsACleanThread(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1)) {
      Executor lane = fixture.threads().workers();
      lane.execute(
          () -> {
            Thread.currentThread().setContextClassLoader(new ClassLoader(null) {});
            Thread.currentThread().interrupt();
          });
      assertThat(onLane(lane, Thread::getContextClassLoader))
          .isSameAs(AdapterThreads.class.getClassLoader());
      lane.execute(() -> Thread.currentThread().interrupt());
      assertThat(onLane(lane, Thread::isInterrupted)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void threadLocalsOfNettyAreRemovedWhenAWorkerLeaves(Home home) throws Exception {
    CountDownLatch removed = new CountDownLatch(1);
    FastThreadLocal<String> local =
        new FastThreadLocal<>() {
          @Override
          protected void onRemoval(String value) {
            removed.countDown();
          }
        };
    try (Home.Fixture fixture = home.open(1, SHORT)) {
      fixture.threads().workers().execute(() -> local.set("pins the class loader"));
      assertThat(removed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptFromOutsideDoesNotEndAnIdleWorker(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1)) {
      Executor lane = fixture.threads().workers();
      Thread worker = onLane(lane, Function.identity());
      await().until(() -> worker.getState() == Thread.State.TIMED_WAITING);
      worker.interrupt();
      await().until(() -> !worker.isInterrupted());
      assertThat(onLane(lane, Function.identity())).isSameAs(worker);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopDiscardsWhatWaitsAndRefusesSilentlyAfterwards(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1);
        Gate gate = new Gate()) {
      AdapterThreads threads = fixture.threads();
      AtomicInteger ran = new AtomicInteger();
      threads.workers().execute(gate);
      await().until(() -> threads.activeWorkers() == 1);
      threads.workers().execute(ran::incrementAndGet);
      threads.stop(Duration.ZERO);
      gate.close();
      threads.stop(Duration.ofSeconds(10));

      for (Executor lane :
          List.of(
              threads.workers(),
              threads.control(),
              threads.checks(),
              threads.attempts(),
              threads.scans(),
              threads.clientShutdown(),
              threads.eventLoops())) {
        lane.execute(ran::incrementAndGet);
      }
      threads.scheduler().schedule(Duration.ZERO, ran::incrementAndGet).cancel();
      Future<?> late = threads.control().submit(ran::incrementAndGet);
      assertThatThrownBy(late::get).isInstanceOf(CancellationException.class);
      assertThat(threads.queuedTasks()).isZero();
      assertThat(threads.control().isShutdown()).isTrue();
      assertThat(threads.control().awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ran).hasValue(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverWaitsForATaskThatIsDiscardedIsTold(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1);
        Gate gate = new Gate()) {
      AdapterThreads threads = fixture.threads();
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        futures.add(threads.control().submit(gate));
      }
      threads.stop(Duration.ZERO);
      assertThatThrownBy(() -> futures.get(19).get()).isInstanceOf(CancellationException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopIsBoundedEvenIfATaskNeverEnds(Home home) throws Exception {
    try (LogRecorder log = new LogRecorder(AdapterThreads.class);
        Home.Fixture fixture = home.open(1);
        Gate gate = new Gate()) {
      AdapterThreads threads = fixture.threads();
      threads.workers().execute(gate);
      await().until(() -> threads.activeWorkers() == 1);
      long begin = System.nanoTime();
      threads.stop(Duration.ofMillis(400));
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
      assertThat(log.messages()).singleElement().asString().contains("rabbitra-worker-");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStopThatRunsOutOfTimeInterruptsTheAdaptersOwnTasksButNoBean(Home home) throws Exception {
    try (LogRecorder log = new LogRecorder(AdapterThreads.class);
        Home.Fixture fixture = home.open(1)) {
      AdapterThreads threads = fixture.threads();
      CountDownLatch ownInterrupted = new CountDownLatch(1);
      CountDownLatch beanInterrupted = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      threads.control().execute(() -> awaitInterrupt(end, ownInterrupted));
      threads.workers().execute(() -> awaitInterrupt(end, beanInterrupted));
      await().until(() -> threads.activeWorkers() == 1);
      threads.stop(Duration.ofSeconds(1));
      assertThat(ownInterrupted.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(beanInterrupted.getCount()).isEqualTo(1);
      assertThat(log.messages()).singleElement().asString().doesNotContain("control");
      end.countDown();
    }
  }

  private static void awaitInterrupt(CountDownLatch end, CountDownLatch interrupted) {
    try {
      end.await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTaskMayStopTheAdapterWithoutWaitingForItself(Home home) throws Exception {
    try (Home.Fixture fixture = home.open(1)) {
      AtomicReference<Duration> took = new AtomicReference<>();
      fixture
          .threads()
          .control()
          .execute(
              () -> {
                long begin = System.nanoTime();
                fixture.threads().stop(Duration.ofSeconds(30));
                took.set(Duration.ofNanos(System.nanoTime() - begin));
              });
      await().until(() -> took.get() != null);
      assertThat(took.get()).isLessThan(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @EnumSource
  void stoppingWhileTasksPourInNeitherThrowsNorLeavesAWorker(Home home) throws Exception {
    for (int round = 0; round < 20; round++) {
      try (Home.Fixture fixture = home.open(4, SHORT)) {
        AdapterThreads threads = fixture.threads();
        AtomicInteger ran = new AtomicInteger();
        threads.control().execute(() -> pour(threads, ran));
        await().pollInterval(Duration.ofMillis(1)).until(() -> ran.get() > 0);
        threads.stop(Duration.ofSeconds(10));
        int atStop = ran.get();
        threads.workers().execute(ran::incrementAndGet);
        assertThat(threads.activeWorkers()).isZero();
        assertThat(ran).hasValue(atStop);
      }
    }
  }

  private static void pour(AdapterThreads threads, AtomicInteger ran) {
    while (!threads.control().isShutdown()) {
      if (threads.queuedTasks() < 1_000) {
        threads.workers().execute(ran::incrementAndGet);
      }
    }
  }

  @Test
  void withoutAContainerNoThreadIsLeftAfterTheStop() throws Exception {
    try (Home.Fixture fixture = Home.STANDALONE.open(4)) {
      AdapterThreads threads = fixture.threads();
      List<Thread> used = new ArrayList<>();
      used.add(onLane(threads.workers(), Function.identity()));
      used.add(onLane(threads.control(), Function.identity()));
      used.add(onLane(threads.checks(), Function.identity()));
      used.add(onLane(threads.eventLoops(), Function.identity()));
      CompletableFuture<Thread> timer = new CompletableFuture<>();
      threads
          .scheduler()
          .schedule(Duration.ZERO, Runnable::run, () -> timer.complete(Thread.currentThread()));
      used.add(timer.get(10, TimeUnit.SECONDS));
      assertThat(used).allMatch(Thread::isDaemon);
      threads.stop(Duration.ofSeconds(10));
      await().until(() -> used.stream().noneMatch(Thread::isAlive));
    }
  }

  @Test
  void maxWorkersLessThanOneIsRefusedByName() {
    assertThatThrownBy(() -> AdapterThreads.standalone(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxWorkers is 0; allowed: 1 or more");
  }

  private static <T> T onLane(Executor lane, Function<Thread, T> question) throws Exception {
    CompletableFuture<T> answer = new CompletableFuture<>();
    lane.execute(() -> answer.complete(question.apply(Thread.currentThread())));
    return answer.get(10, TimeUnit.SECONDS);
  }
}
