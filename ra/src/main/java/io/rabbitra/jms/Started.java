package io.rabbitra.jms;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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

  /** What is left of {@code nanos} once it delivers; 0 or less if the time ran out before. */
  long await(long nanos) {
    long remaining = nanos;
    lock.lock();
    try {
      while (!started && remaining > 0) {
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
