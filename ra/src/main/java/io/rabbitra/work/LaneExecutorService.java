package io.rabbitra.work;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A lane for interfaces that want an ExecutorService. Only {@link AdapterThreads#stop} ends it:
 * {@code shutdown} and {@code shutdownNow} do nothing, because the lane is shared. After the stop
 * tasks are discarded without an exception, and futures of discarded tasks are cancelled.
 */
class LaneExecutorService extends AbstractExecutorService {

  private final Lane lane;

  LaneExecutorService(Lane lane) {
    this.lane = lane;
  }

  @Override
  public void execute(Runnable task) {
    lane.execute(task);
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return lane.isStopped();
  }

  @Override
  public boolean isTerminated() {
    try {
      return lane.awaitEnd(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return lane.awaitEnd(unit.toNanos(timeout));
  }
}
