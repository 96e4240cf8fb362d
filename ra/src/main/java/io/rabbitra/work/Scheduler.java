package io.rabbitra.work;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Runs a task once, later. Time is that of {@link java.util.Timer}: the task is handed over not
 * before the delay is over (resolution 1 ms), in the order of due times, and runs as soon as its
 * executor has a thread for it.
 *
 * <p>Safe for use by any thread. Never blocks and never throws once the adapter is stopped: the
 * task is then dropped.
 */
public interface Scheduler {

  /**
   * Runs the task on {@link AdapterThreads#control()}.
   *
   * @param delay from now; negative counts as zero
   * @param task what to run
   * @return calls the task off
   */
  Cancellable schedule(Duration delay, Runnable task);

  /**
   * Runs the task on an executor of the caller's choice, usually another lane.
   *
   * @param delay from now; negative counts as zero
   * @param executor called on the thread of the Timer: its {@code execute} must not block, for
   *     every other scheduled task would wait
   * @param task what to run
   * @return calls the task off
   */
  Cancellable schedule(Duration delay, Executor executor, Runnable task);
}
