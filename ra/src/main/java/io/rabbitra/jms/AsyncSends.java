package io.rabbitra.jms;

import io.rabbitra.logging.Loggers;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The asynchronous sends of one session: calls the completion listeners one after the other, in the
 * order of the sends (Jakarta Messaging 3.1, section 7.3), on a thread that may block.
 *
 * <pre>
 *   IDLE ── the oldest send is answered ──→ SCHEDULED ── a thread is free ──→ CALLING
 *     ↑                                                                         │
 *     └───────────────── the oldest send is not answered, or there is none ─────┘
 * </pre>
 *
 * <p>Thread-safe. Listeners are called with no lock held.
 */
final class AsyncSends {

  private static final System.Logger LOG = Loggers.of(AsyncSends.class);

  /** One send under way. Fields are guarded by the lock of its owner. */
  private static final class Pending {
    private final Object producer;
    private final Message message;
    private final CompletionListener listener;
    private boolean done;
    private Exception failure;

    Pending(Object producer, Message message, CompletionListener listener) {
      this.producer = producer;
      this.message = message;
      this.listener = listener;
    }

    boolean isOf(Object anyOrProducer) {
      return anyOrProducer == null || anyOrProducer == producer;
    }
  }

  /** To be called once, on any thread, null for success. Does not block. */
  interface Completion {
    void done(Exception failure);
  }

  private enum State {
    IDLE,
    SCHEDULED,
    CALLING
  }

  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@code lock}. */
  private final Deque<Pending> pending = new ArrayDeque<>();

  /** Guarded by {@code lock}. */
  private State state = State.IDLE;

  /** Whose listener is being called, or null. Guarded by {@code lock}. */
  private Pending current;

  /** The thread in a listener, or null. */
  private volatile Thread caller;

  AsyncSends(Executor executor) {
    this.executor = executor;
  }

  /** A send has begun. */
  Completion begin(Object producer, Message message, CompletionListener listener) {
    Pending one = new Pending(producer, message, listener);
    lock.lock();
    try {
      pending.add(one);
    } finally {
      lock.unlock();
    }
    return failure -> complete(one, failure);
  }

  /** The send did not begin after all: its listener is not called. */
  void cancelLast() {
    lock.lock();
    try {
      pending.pollLast();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @throws IllegalStateException called by a completion listener of this session
   */
  void refuseInListener(String method) throws IllegalStateException {
    refuseInListenerOf(null, method);
  }

  /**
   * @throws IllegalStateException called by a completion listener of this producer's sends
   */
  void refuseInListenerOf(Object producer, String method) throws IllegalStateException {
    if (!isCaller()) {
      return;
    }
    lock.lock();
    try {
      if (current.isOf(producer)) {
        throw new IllegalStateException(
            method + " must not be called by a CompletionListener of its own");
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #awaitAllOf}, for all producers of the session. */
  void awaitAll(Duration timeout) {
    awaitAllOf(null, timeout);
  }

  /**
   * Waits until every listener was called and has returned. What the broker does not answer in time
   * fails with an exception that says that its outcome is unknown. Returns at once in a listener:
   * what it would wait for waits for this listener.
   */
  void awaitAllOf(Object producer, Duration timeout) {
    if (isCaller()) {
      return;
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lock();
    try {
      while (isUnderWay(producer)) {
        boolean unanswered = pending.stream().anyMatch(one -> !one.done);
        long left = deadline - System.nanoTime();
        if (state == State.CALLING && !unanswered) {
          changed.await();
        } else if (left > 0) {
          changed.await(left, TimeUnit.NANOSECONDS);
        } else if (unanswered) {
          giveUp(timeout);
          deadline = System.nanoTime() + timeout.toNanos();
        } else {
          // The adapter has been stopped: there is no thread that could call them.
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp(timeout);
    } finally {
      lock.unlock();
    }
  }

  private boolean isCaller() {
    return Thread.currentThread() == caller;
  }

  /** Under the lock. */
  private boolean isUnderWay(Object producer) {
    if (current != null && current.isOf(producer)) {
      return true;
    }
    for (Pending one : pending) {
      if (one.isOf(producer)) {
        return true;
      }
    }
    return false;
  }

  /** Under the lock. */
  private void giveUp(Duration timeout) {
    for (Pending one : pending) {
      if (!one.done) {
        one.done = true;
        one.failure =
            new JMSException(
                "the broker did not confirm the message within "
                    + timeout.toMillis()
                    + " ms; whether it has it is unknown",
                "TIMEOUT");
      }
    }
    schedule();
  }

  private void complete(Pending one, Exception failure) {
    lock.lock();
    try {
      if (!one.done) {
        one.done = true;
        one.failure = failure;
        schedule();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock; an executor of the adapter takes every task and does not run it here. */
  private void schedule() {
    Pending oldest = pending.peek();
    if (state == State.IDLE && oldest != null && oldest.done) {
      state = State.SCHEDULED;
      executor.execute(this::callListeners);
    }
  }

  private void callListeners() {
    for (Pending one = next(); one != null; one = next()) {
      caller = Thread.currentThread();
      try {
        if (one.failure == null) {
          one.listener.onCompletion(one.message);
        } else {
          one.listener.onException(one.message, one.failure);
        }
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "A CompletionListener failed", e);
      } finally {
        caller = null;
      }
    }
  }

  private Pending next() {
    lock.lock();
    try {
      Pending oldest = pending.peek();
      boolean answered = oldest != null && oldest.done;
      state = answered ? State.CALLING : State.IDLE;
      current = answered ? pending.remove() : null;
      changed.signalAll();
      return current;
    } finally {
      lock.unlock();
    }
  }
}
