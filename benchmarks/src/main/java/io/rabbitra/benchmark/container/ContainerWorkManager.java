package io.rabbitra.benchmark.container;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs each Work on an executor that has a thread for it. Thread-safe. */
final class ContainerWorkManager implements WorkManager {

  private final Executor executor;

  ContainerWorkManager(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void scheduleWork(Work work) throws WorkException {
    execute(work, null, () -> {});
  }

  @Override
  public void scheduleWork(
      Work work, long startTimeout, ExecutionContext context, WorkListener listener)
      throws WorkException {
    execute(work, listener, () -> {});
  }

  @Override
  public long startWork(Work work) throws WorkException {
    return startWork(work, INDEFINITE, null, null);
  }

  @Override
  public long startWork(
      Work work, long startTimeout, ExecutionContext context, WorkListener listener)
      throws WorkException {
    long begin = System.nanoTime();
    CountDownLatch started = new CountDownLatch(1);
    execute(
        () -> {
          started.countDown();
          work.run();
        },
        work,
        listener);
    await(started);
    return (System.nanoTime() - begin) / 1_000_000;
  }

  @Override
  public void doWork(Work work) {
    work.run();
  }

  @Override
  public void doWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener)
      throws WorkException {
    CountDownLatch ended = new CountDownLatch(1);
    execute(work, listener, ended::countDown);
    await(ended);
  }

  private void execute(Work work, WorkListener listener, Runnable atEnd) throws WorkException {
    execute(
        () -> {
          try {
            work.run();
          } finally {
            atEnd.run();
          }
        },
        work,
        listener);
  }

  private void execute(Runnable task, Work work, WorkListener listener) throws WorkException {
    try {
      executor.execute(
          () -> {
            task.run();
            if (listener != null) {
              listener.workCompleted(new WorkEvent(this, WorkEvent.WORK_COMPLETED, work, null));
            }
          });
    } catch (RejectedExecutionException e) {
      throw new WorkRejectedException("the container is closed", e);
    }
  }

  private static void await(CountDownLatch latch) throws WorkException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkException("interrupted", e);
    }
  }
}
