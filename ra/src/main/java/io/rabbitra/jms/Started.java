package io.rabbitra.jms;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Whether a connection delivers; receivers wait here until it does. Thread-safe. */
final class Started {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@code lock}. */
  private boolean started;

  void start() {
    set(true);
  }

  void stop() {
    set(false);
  }

  /** Has those who wait look again whether they still want to. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is left of {@code nanos} once it delivers; 0 if the time ran out before, or if nobody
   * wants to wait any more.
   *
   * @param unwanted looked at under the lock: must be quick and take no other lock that is held
   *     while {@link #wake} is called
   */
  long await(long nanos, BooleanSupplier unwanted) {
    long remaining = nanos;
    lock.lock();
    try {
      while (!started && remaining > 0) {
        if (unwanted.getAsBoolean()) {
          return 0;
        }
        remaining = changed.awaitNanos(remaining);
      }
      return started ? Math.max(remaining, 1) : 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      lock.unlock();
    }
  }

  private void set(boolean now) {
    lock.lock();
    try {
      started = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
