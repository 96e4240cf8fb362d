package io.rabbitra.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.container.TestContainer;
import io.rabbitra.container.TestContainer.Occupation;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkRejectedException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the adapter gets along with a WorkManager that is full, refuses, blocks or is late. */
@Timeout(60)
class WorkManagerTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration ENOUGH = Duration.ofSeconds(10);

  @Test
  void noWorkIsRequestedBeforeTheFirstTask() throws Exception {
    try (TestContainer container = new TestContainer()) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 4);
      threads.stop(ENOUGH);
      assertThat(context.works()).isEmpty();
    }
  }

  @Test
  void tenThousandTasksUseFewWorksAndAllHaveTheLongRunningHint() throws Exception {
    try (TestContainer container = new TestContainer()) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 4, LONG);
      CountDownLatch done = new CountDownLatch(10_000);
      for (int i = 0; i < 10_000; i++) {
        threads.workers().execute(done::countDown);
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(context.works()).hasSizeBetween(2, 5);
      assertThat(container.startedShortWorks()).isZero();
      threads.stop(ENOUGH);
      await().until(() -> container.runningLongWorks() == 0);
    }
  }

  @Test
  void idleWorkersGiveTheirThreadsBack() throws Exception {
    try (TestContainer container = new TestContainer()) {
      AdapterThreads threads = AdapterThreads.onWorkManager(container.bootstrapContext(), 4, SHORT);
      try (Gate gate = new Gate()) {
        for (int i = 0; i < 4; i++) {
          threads.workers().execute(gate);
        }
        await().until(() -> container.runningLongWorks() == 5);
      }
      // Only the submitter is left.
      await().until(() -> container.runningLongWorks() == 1);
      threads.stop(ENOUGH);
    }
  }

  @Test
  void aContainerFullOfForeignWorksDelaysTasksAndLosesNone() throws Exception {
    try (TestContainer container = new TestContainer(2, 3, 2)) {
      AdapterThreads threads = AdapterThreads.onWorkManager(container.bootstrapContext(), 16, LONG);
      AtomicInteger ran = new AtomicInteger();
      try (LogRecorder log = new LogRecorder(WorkSubmitter.class)) {
        try (Occupation all = container.occupy(4, 5)) {
          for (int i = 0; i < 1_000; i++) {
            threads.workers().execute(ran::incrementAndGet);
          }
          await().until(() -> !log.messages().isEmpty());
          assertThat(ran).hasValue(0);
          assertThat(threads.queuedTasks()).isEqualTo(1_000);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> ran.get() == 1_000);
        assertThat(log.messages().get(0)).contains("refuses", "WorkRejectedException");
      }
      threads.stop(ENOUGH);
    }
  }

  @Test
  void executeDoesNotBlockWhileScheduleWorkDoes() throws Exception {
    try (TestContainer container = new TestContainer();
        Gate gate = new Gate()) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      context.fault(
          (work, listener) -> {
            gate.run();
            return true;
          });
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 4);
      AtomicInteger ran = new AtomicInteger();
      for (int i = 0; i < 100; i++) {
        threads.workers().execute(ran::incrementAndGet);
        threads.control().execute(ran::incrementAndGet);
        threads.eventLoops().execute(ran::incrementAndGet);
      }
      await().until(() -> context.works().size() == 1);
      assertThat(ran).hasValue(0);
      gate.close();
      await().until(() -> ran.get() == 300);
      assertThat(context.callers()).doesNotContain(Thread.currentThread().getName());
      threads.stop(ENOUGH);
    }
  }

  @Test
  void aCheckRunsThoughBeansHoldEveryThreadOfTheContainer() throws Exception {
    try (TestContainer container = new TestContainer(2, 6, 50);
        Gate gate = new Gate()) {
      AdapterThreads threads =
          AdapterThreads.onWorkManager(container.bootstrapContext(), 16, SHORT);
      CountDownLatch first = new CountDownLatch(2);
      threads.checks().execute(first::countDown);
      threads.control().execute(first::countDown);
      assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
      // The control worker leaves; the submitter and the check's thread stay.
      await().until(() -> container.endedLongWorks() == 1);
      for (int i = 0; i < 16; i++) {
        threads.workers().execute(gate);
      }
      await().until(() -> container.runningLongWorks() == 6 && container.queuedLongWorks() == 12);
      assertThat(threads.activeWorkers()).isEqualTo(4);
      for (int i = 0; i < 3; i++) {
        CountDownLatch check = new CountDownLatch(1);
        threads.checks().execute(check::countDown);
        assertThat(check.await(10, TimeUnit.SECONDS)).isTrue();
      }
      gate.close();
      threads.stop(ENOUGH);
    }
  }

  @Test
  void checksGetTheFirstThreadThatIsFree() throws Exception {
    try (TestContainer container = new TestContainer();
        Gate gate = new Gate()) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      CountDownLatch blocked = new CountDownLatch(2);
      context.fault(
          (work, listener) -> {
            blocked.countDown();
            if (blocked.getCount() == 0) {
              gate.run();
            }
            return true;
          });
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 8, LONG);
      for (int i = 0; i < 8; i++) {
        threads.workers().execute(() -> {});
      }
      assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
      threads.checks().execute(() -> {});
      gate.close();
      await().until(() -> context.works().size() >= 3);
      assertThat(context.works().get(2)).asString().contains("check");
      threads.stop(ENOUGH);
    }
  }

  @Test
  void aWorkExceptionIsAnsweredByALaterRetryAndTwoLogLines() throws Exception {
    recoversFrom(
        (work, listener) -> {
          throw new WorkRejectedException("full");
        });
  }

  @Test
  void aRuntimeExceptionIsAnsweredByALaterRetryAndTwoLogLines() throws Exception {
    recoversFrom(
        (work, listener) -> {
          throw new RejectedExecutionException("full");
        });
  }

  @Test
  void anErrorIsAnsweredByALaterRetryAndTwoLogLines() throws Exception {
    recoversFrom(
        (work, listener) -> {
          throw new OutOfMemoryError("unable to create native thread");
        });
  }

  @Test
  void aWorkThatIsAcceptedAndRejectedLaterIsRequestedAnew() throws Exception {
    recoversFrom(
        (work, listener) -> {
          listener.workRejected(
              new WorkEvent(
                  this, WorkEvent.WORK_REJECTED, work, new WorkRejectedException("late")));
          return false;
        });
  }

  @Test
  void aWorkWhoseContextCouldNotBeSetUpIsRequestedAnew() throws Exception {
    recoversFrom(
        (work, listener) -> {
          listener.workCompleted(new WorkEvent(this, WorkEvent.WORK_COMPLETED, work, null));
          return false;
        });
  }

  @Test
  void aWorkThatIsRejectedTwiceAndStartedAfterAllCountsOnce() throws Exception {
    recoversFrom(
        (work, listener) -> {
          WorkRejectedException cause = new WorkRejectedException("full");
          listener.workRejected(new WorkEvent(this, WorkEvent.WORK_REJECTED, work, cause));
          work.run();
          throw cause;
        });
  }

  /** Refuses the submitter's first Works, then the lane's; each time the tasks must run after. */
  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  private static void recoversFrom(InterceptedContext.Fault fault) throws Exception {
    try (TestContainer container = new TestContainer();
        LogRecorder log = new LogRecorder(WorkSubmitter.class)) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 2, LONG);
      AtomicInteger ran = new AtomicInteger();

      context.fault(fault);
      for (int i = 0; i < 10; i++) {
        threads.workers().execute(ran::incrementAndGet);
      }
      await().until(() -> context.works().size() >= 2);
      assertThat(ran).hasValue(0);
      context.fault((work, listener) -> true);
      await().until(() -> ran.get() == 10);
      assertThat(log.messages()).hasSize(2);

      context.fault(fault);
      int before = context.works().size();
      threads.control().execute(ran::incrementAndGet);
      await().until(() -> context.works().size() >= before + 2);
      assertThat(ran).hasValue(10);
      context.fault((work, listener) -> true);
      await().until(() -> ran.get() == 11);
      assertThat(log.messages()).hasSize(4);
      assertThat(log.messages().get(2)).startsWith("WARNING").contains("refuses");
      assertThat(log.messages().get(3)).startsWith("WARNING").contains("again");

      threads.stop(ENOUGH);
      await().until(() -> container.runningLongWorks() == 0);
    }
  }

  @Test
  void aWorkAcceptedBeforeTheRefusalIsNoSignOfRecovery() throws Exception {
    try (TestContainer container = new TestContainer(1, 2, 50);
        LogRecorder log = new LogRecorder(WorkSubmitter.class)) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 1, SHORT);
      AtomicInteger ran = new AtomicInteger();
      try (Occupation one = container.occupy(0, 1)) {
        threads.workers().execute(ran::incrementAndGet);
        // Two run, the foreign one and the submitter; the worker's waits.
        await().until(() -> context.works().size() == 2 && container.queuedLongWorks() == 1);
        context.fault(
            (work, listener) -> {
              throw new WorkRejectedException("full");
            });
        threads.control().execute(ran::incrementAndGet);
        await().until(() -> log.messages().size() == 1);
      }
      await().until(() -> ran.get() == 1);
      assertThat(log.messages()).hasSize(1);
      context.fault((work, listener) -> true);
      await().until(() -> ran.get() == 2);
      assertThat(log.messages()).hasSize(2);
      threads.stop(ENOUGH);
    }
  }

  @Test
  void afterManyRefusalsAsManyWorkersRunAsIfThereHadBeenNone() throws Exception {
    try (TestContainer container = new TestContainer();
        LogRecorder log = new LogRecorder(WorkSubmitter.class);
        Gate gate = new Gate()) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      AtomicInteger calls = new AtomicInteger();
      context.fault(
          (work, listener) -> {
            if (calls.incrementAndGet() % 2 == 0) {
              throw new WorkRejectedException("every other");
            }
            return true;
          });
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 3, LONG);
      for (int i = 0; i < 9; i++) {
        threads.workers().execute(gate);
      }
      await().until(() -> threads.activeWorkers() == 3);
      assertThat(log.messages()).isNotEmpty();
      assertThat(threads.queuedTasks()).isEqualTo(6);
      gate.close();
      await().until(() -> threads.queuedTasks() == 0);
      threads.stop(ENOUGH);
    }
  }

  @Test
  void worksThatStartAfterTheStopDoNothing() throws Exception {
    try (TestContainer container = new TestContainer(1, 2, 50)) {
      AdapterThreads threads = AdapterThreads.onWorkManager(container.bootstrapContext(), 4, LONG);
      AtomicInteger ran = new AtomicInteger();
      try (Occupation one = container.occupy(0, 1)) {
        threads.workers().execute(ran::incrementAndGet);
        threads.control().execute(ran::incrementAndGet);
        // The submitter has the second thread.
        await().until(() -> container.runningLongWorks() == 2 && container.queuedLongWorks() == 2);
        threads.stop(ENOUGH);
      }
      await().until(() -> container.endedLongWorks() == 4);
      assertThat(ran).hasValue(0);
      await().until(() -> container.runningLongWorks() == 0);
    }
  }

  @Test
  void theSubmittersOwnWorkDoesNothingWhenItStartsAfterTheStop() throws Exception {
    try (TestContainer container = new TestContainer(1, 1, 50)) {
      AdapterThreads threads = AdapterThreads.onWorkManager(container.bootstrapContext(), 4, LONG);
      AtomicInteger ran = new AtomicInteger();
      try (Occupation one = container.occupy(0, 1)) {
        threads.workers().execute(ran::incrementAndGet);
        await().until(() -> container.runningLongWorks() == 1 && container.queuedLongWorks() == 1);
        threads.stop(ENOUGH);
      }
      await().until(() -> container.endedLongWorks() == 2);
      assertThat(ran).hasValue(0);
    }
  }

  @Test
  void theSameContextCanBeUsedAgainAfterAStop() throws Exception {
    try (TestContainer container = new TestContainer()) {
      for (int i = 0; i < 3; i++) {
        AdapterThreads threads =
            AdapterThreads.onWorkManager(container.bootstrapContext(), 4, LONG);
        CountDownLatch ran = new CountDownLatch(2);
        threads.workers().execute(ran::countDown);
        threads.scheduler().schedule(Duration.ZERO, ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        threads.stop(ENOUGH);
        await().until(() -> container.runningLongWorks() == 0);
      }
    }
  }

  @Test
  void stopDoesNotWaitForAScheduleWorkThatBlocks() throws Exception {
    try (TestContainer container = new TestContainer();
        LogRecorder log = new LogRecorder(AdapterThreads.class);
        Gate gate = new Gate()) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 4, LONG);
      CountDownLatch first = new CountDownLatch(1);
      threads.checks().execute(first::countDown);
      assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
      context.fault(
          (work, listener) -> {
            gate.run();
            return true;
          });
      threads.workers().execute(() -> {});
      await().until(() -> context.works().size() == 3);
      long begin = System.nanoTime();
      threads.stop(Duration.ofMillis(200));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      assertThat(log.messages()).singleElement().asString().contains("rabbitra-submitter");
      gate.close();
      await().until(() -> container.runningLongWorks() == 0);
    }
  }

  @Test
  void releaseSendsALingeringWorkerHomeAndTheNextTaskGetsAnother() throws Exception {
    try (TestContainer container = new TestContainer()) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 1, LONG);
      CountDownLatch first = new CountDownLatch(1);
      threads.workers().execute(first::countDown);
      assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
      Work worker = context.works().get(1);
      worker.release();
      worker.release();
      await().until(() -> container.runningLongWorks() == 1);
      worker.release();
      CountDownLatch second = new CountDownLatch(1);
      threads.workers().execute(second::countDown);
      assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(context.works())
          .as("submitter, check and worker, and a second check if the first was still busy")
          .hasSizeBetween(3, 4);
      threads.stop(ENOUGH);
    }
  }

  @Test
  void releaseWhileAWorkerIsBusyLetsItFinishWhatIsQueued() throws Exception {
    try (TestContainer container = new TestContainer();
        Gate gate = new Gate()) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 1, LONG);
      AtomicInteger ran = new AtomicInteger();
      threads.workers().execute(gate);
      threads.workers().execute(ran::incrementAndGet);
      await().until(() -> threads.activeWorkers() == 1);
      context.works().forEach(Work::release);
      gate.close();
      await().until(() -> ran.get() == 1);
      await().until(() -> container.runningLongWorks() == 1);
      threads.stop(ENOUGH);
    }
  }

  @Test
  void releaseNeverEndsTheSubmitterOrTheThreadOfTheChecks() throws Exception {
    try (TestContainer container = new TestContainer()) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 1, SHORT);
      AtomicReference<Thread> check = new AtomicReference<>();
      threads.checks().execute(() -> check.set(Thread.currentThread()));
      // As long as it is still busy with the first task, the next one gets a thread of its own.
      await().until(() -> check.get() != null && isWaiting(check.get()));
      context.works().forEach(Work::release);
      CountDownLatch again = new CountDownLatch(2);
      threads.workers().execute(again::countDown);
      threads.checks().execute(again::countDown);
      assertThat(again.await(10, TimeUnit.SECONDS)).isTrue();
      await().until(() -> container.runningLongWorks() == 2);
      assertThat(context.works()).hasSize(3);
      threads.stop(ENOUGH);
    }
  }

  @Test
  void aWorkThatIsStartedTwiceRunsOnce() throws Exception {
    try (TestContainer container = new TestContainer();
        Gate gate = new Gate()) {
      InterceptedContext context = new InterceptedContext(container.bootstrapContext());
      AdapterThreads threads = AdapterThreads.onWorkManager(context, 1, LONG);
      AtomicInteger ran = new AtomicInteger();
      threads.workers().execute(gate);
      threads.workers().execute(ran::incrementAndGet);
      await().until(() -> threads.activeWorkers() == 1);
      context.works().forEach(Work::run);
      assertThat(ran).hasValue(0);
      gate.close();
      await().until(() -> ran.get() == 1);
      threads.stop(ENOUGH);
      context.works().forEach(Work::run);
    }
  }

  @Test
  void aContainerWithoutTimersIsReported() {
    try (TestContainer container = new TestContainer()) {
      BootstrapContext noTimer =
          (BootstrapContext)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {BootstrapContext.class},
                  (proxy, method, args) -> {
                    if (method.getName().equals("createTimer")) {
                      throw new UnsupportedOperationException("no");
                    }
                    return method.invoke(container.bootstrapContext(), args);
                  });
      assertThatThrownBy(() -> AdapterThreads.onWorkManager(noTimer, 1))
          .isInstanceOf(NotSupportedException.class)
          .hasMessageContaining("Timer");
    }
  }

  @Test
  void withoutHintsInTheContainerWorksArePlain() throws Exception {
    try (TestContainer container = new TestContainer()) {
      BootstrapContext noHints =
          (BootstrapContext)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {BootstrapContext.class},
                  (proxy, method, args) ->
                      method.getName().equals("isContextSupported")
                          ? (Object) false
                          : method.invoke(container.bootstrapContext(), args));
      AdapterThreads threads = AdapterThreads.onWorkManager(noHints, 1);
      CountDownLatch ran = new CountDownLatch(1);
      threads.workers().execute(ran::countDown);
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(container.startedShortWorks()).isEqualTo(2);
      threads.stop(ENOUGH);
    }
  }
}
