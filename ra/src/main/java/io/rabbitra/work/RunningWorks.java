package io.rabbitra.work;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The Works that run at this moment, and the stop flag every Work looks at first. OPEN → CLOSED;
 * once closed no Work enters, so the number of Works only falls.
 */
final class RunningWorks {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private final Set<AdapterWork> works = new HashSet<>();

  /** Guarded by {@link #lock}. */
  private boolean closed;

  /** Returns false if the Work has to return at once. */
  boolean enter(AdapterWork work) {
    lock.lock();
    try {
      return !closed && works.add(work);
    } finally {
      lock.unlock();
    }
  }

  void leave(AdapterWork work) {
    lock.lock();
    try {
      works.remove(work);
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until no Work runs, apart from that of the calling thread, which would wait for itself.
   *
   * @return whether that is so
   */
  boolean awaitNone(long nanos) throws InterruptedException {
    long remaining = nanos;
    lock.lockInterruptibly();
    try {
      while (works.stream().anyMatch(work -> !work.runsOnCurrentThread())) {
        if (remaining <= 0) {
          return false;
        }
        remaining = left.awaitNanos(remaining);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void interruptAllowed() {
    snapshot().forEach(AdapterWork::interruptIfAllowed);
  }

  List<String> names() {
    return snapshot().stream().map(AdapterWork::name).sorted().toList();
  }

  private List<AdapterWork> snapshot() {
    lock.lock();
    try {
      return List.copyOf(works);
    } finally {
      lock.unlock();
    }
  }
}
