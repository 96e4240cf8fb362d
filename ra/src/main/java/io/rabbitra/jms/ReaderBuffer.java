package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What waits in a {@link Reader} to be taken, how much of it was taken and is not settled, and
 * whether there will be more.
 *
 * <pre>
 *   OPEN ── fail() ──→ BROKEN
 *     └───────┴── close() ──→ CLOSED (nothing is taken any more, what was taken can be settled)
 * </pre>
 *
 * <p>Thread-safe. Its lock is a leaf: nothing is asked of the broker under it.
 */
class ReaderBuffer<T> {

  /** Guards everything here and in subclasses. */
  final ReentrantLock lock = new ReentrantLock();

  /** Of {@link #lock}. */
  final Condition changed = lock.newCondition();

  /** Guarded by {@code lock}. */
  private final Deque<T> waiting = new ArrayDeque<>();

  /** How much the application has taken and not settled. Guarded by {@code lock}. */
  private int unsettled;

  /** Null while not broken. Guarded by {@code lock}. */
  private BrokerException failure;

  /** Guarded by {@code lock}. */
  private boolean closed;

  /** Null while there is no message listener. Guarded by {@code lock}. */
  private Runnable arrival;

  void addAll(List<T> more) {
    lock.lock();
    try {
      waiting.addAll(more);
    } finally {
      lock.unlock();
    }
  }

  /** The next one stays. Null if there is none. */
  T peek() {
    lock.lock();
    try {
      return closed ? null : waiting.peek();
    } finally {
      lock.unlock();
    }
  }

  /** The next one is taken. Null if there is none. */
  T poll() {
    lock.lock();
    try {
      T next = closed ? null : waiting.poll();
      if (next != null) {
        unsettled++;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next one is taken. Null if there is none, or nothing is to be delivered.
   *
   * @throws JMSException there is none and will be none
   */
  T poll(BooleanSupplier delivering) throws JMSException {
    lock.lock();
    try {
      if (closed || !delivering.getAsBoolean()) {
        return null;
      }
      T next = poll();
      if (next == null && failure != null) {
        throw JmsErrors.of(failure);
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next one is taken, after a wait if there is none. Null after {@code nanos}, or when closed
   * or the thread interrupted meanwhile.
   *
   * @throws JMSException there is none and will be none
   */
  T poll(long nanos, BooleanSupplier delivering) throws JMSException {
    long begin = System.nanoTime();
    lock.lock();
    try {
      while (!closed) {
        T next = poll(delivering);
        long left = nanos - (System.nanoTime() - begin);
        if (next != null || left <= 0) {
          return next;
        }
        changed.await(left, TimeUnit.NANOSECONDS);
      }
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was taken last was not taken after all.
   *
   * @return whether this was closed meanwhile, so that it has to go back
   */
  boolean putBack(T last) {
    lock.lock();
    try {
      waiting.addFirst(last);
      unsettled--;
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Of what was taken. Returns whether it is closed and all is settled. */
  boolean settled(int count) {
    lock.lock();
    try {
      unsettled = Math.max(0, unsettled - count);
      return closed && unsettled == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Empties it. */
  List<T> drain() {
    lock.lock();
    try {
      List<T> all = new ArrayList<>(waiting);
      waiting.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something may have changed.
   *
   * @param nanos while nothing is to be delivered
   * @param sooner while something is, and nothing waits here
   */
  @SuppressWarnings("WaitNotInLoop") // the caller looks again
  void pause(long nanos, long sooner, BooleanSupplier delivering) {
    lock.lock();
    try {
      boolean flowing = delivering.getAsBoolean();
      if (!closed && (!flowing || waiting.isEmpty())) {
        changed.await(flowing ? Math.min(nanos, sooner) : nanos, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether it was not closed before. */
  boolean close() {
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      changed.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }

  void fail(BrokerException reason) {
    lock.lock();
    try {
      failure = reason;
    } finally {
      lock.unlock();
    }
  }

  /** See {@link Reader#listen}. */
  void listen(Runnable onArrival) {
    lock.lock();
    try {
      arrival = onArrival;
    } finally {
      lock.unlock();
    }
  }

  /** Whom to tell that there is something new; null if there is no message listener. */
  Runnable arrival() {
    lock.lock();
    try {
      return arrival;
    } finally {
      lock.unlock();
    }
  }

  boolean isListening() {
    return arrival() != null;
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    return size() == 0;
  }

  int unsettled() {
    lock.lock();
    try {
      return unsettled;
    } finally {
      lock.unlock();
    }
  }

  /** Why it is broken, or null. */
  BrokerException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  boolean isBroken() {
    return failure() != null;
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    lock.lock();
    try {
      return !closed && failure == null;
    } finally {
      lock.unlock();
    }
  }
}
