package io.rabbitra.work;

import io.rabbitra.logging.Loggers;
import java.time.Duration;
import java.util.Objects;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The scheduler on one {@link Timer}. The Timer's thread only hands tasks over, and nothing is
 * thrown at it: an exception would end the Timer for good.
 */
final class TimerScheduler implements Scheduler {

  private static final System.Logger LOG = Loggers.of(TimerScheduler.class);

  /** The Timer adds the delay to the time of day and refuses an overflow. */
  private static final long MAX_DELAY_MILLIS = Duration.ofDays(36_500).toMillis();

  private static final String CONFIGURED_NAME = "io.rabbitra.RabbitResourceAdapter;";

  private final Timer timer;
  private final Executor defaultExecutor;

  /** RUNNING → STOPPED; never back. */
  private volatile boolean stopped;

  TimerScheduler(Timer timer, Executor defaultExecutor) {
    this.timer = timer;
    this.defaultExecutor = defaultExecutor;
  }

  /**
   * Takes the configuration out of the name of the Timer's thread, where IronJacamar puts it, the
   * password included. A thread with another name is left alone: it may be one of a pool.
   */
  void hideConfiguration() {
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            if (Thread.currentThread().getName().startsWith(CONFIGURED_NAME)) {
              Thread.currentThread().setName("rabbitra-timer");
            }
          }
        },
        0);
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    return schedule(delay, defaultExecutor, task);
  }

  @Override
  public Cancellable schedule(Duration delay, Executor executor, Runnable task) {
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(task, "task");
    Scheduled scheduled = new Scheduled(executor, task);
    try {
      timer.schedule(scheduled, millis(delay));
    } catch (IllegalStateException e) {
      scheduled.cancelQuietly();
      if (!stopped) {
        LOG.log(
            System.Logger.Level.ERROR,
            "The Timer of the container no longer works; the resource adapter must be restarted."
                + " Not scheduled: "
                + task.getClass().getName(),
            e);
      }
    }
    return scheduled::cancelQuietly;
  }

  /** Cancels the Timer and everything scheduled. */
  void stop() {
    stopped = true;
    timer.cancel();
  }

  private static long millis(Duration delay) {
    if (delay.isNegative()) {
      return 0;
    }
    if (delay.compareTo(Duration.ofMillis(MAX_DELAY_MILLIS)) >= 0) {
      return MAX_DELAY_MILLIS;
    }
    long millis = delay.toMillis();
    return delay.compareTo(Duration.ofMillis(millis)) > 0 ? millis + 1 : millis;
  }

  /** WAITING → HANDED_OVER → RUN, or from the first two → CANCELLED. */
  private static final class Scheduled extends TimerTask {
    private final Executor executor;

    /**
     * Set until the task begins or is cancelled, so that a Timer does not keep what is cancelled.
     */
    private final AtomicReference<Runnable> task;

    Scheduled(Executor executor, Runnable task) {
      this.executor = executor;
      this.task = new AtomicReference<>(task);
    }

    @Override
    public void run() {
      try {
        if (task.get() != null) {
          executor.execute(this::runTask);
        }
      } catch (Throwable t) {
        LOG.log(System.Logger.Level.WARNING, "A scheduled task could not be handed over", t);
      }
    }

    private void runTask() {
      Runnable mine = task.getAndSet(null);
      if (mine != null) {
        mine.run();
      }
    }

    void cancelQuietly() {
      task.set(null);
      cancel();
    }
  }
}
