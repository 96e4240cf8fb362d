package io.rabbitra.amqp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides when a connection may publish: not while the broker blocks it (connection.blocked), and
 * not while more than a bounded number of bytes is unconfirmed.
 *
 * <p>The bound is the connection's back-pressure. It takes the place of the transport's own, which
 * blocks writers until the event loop makes room, while the event loop may wait for a lock such a
 * writer holds.
 *
 * <p>One lock; the event loop takes it only to change a field and signal. Knows no connection, see
 * {@link HeartbeatCheck}.
 */
final class PublishGate {

  private final long maxUnconfirmedBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /**
   * Who wants to publish, in the order of asking: a large message must not wait for ever while
   * small ones pass. Guarded by {@code lock}.
   */
  private final Deque<Object> waiting = new ArrayDeque<>();

  /** Guarded by {@code lock}. */
  private long unconfirmedBytes;

  /** Null while not blocked. Guarded by {@code lock}. */
  private String blockedReason;

  /** Null while open. Guarded by {@code lock}. */
  private BrokerException closed;

  PublishGate(long maxUnconfirmedBytes) {
    this.maxUnconfirmedBytes = maxUnconfirmedBytes;
  }

  long maxUnconfirmedBytes() {
    return maxUnconfirmedBytes;
  }

  /**
   * Waits for leave to publish {@code bytes}. A message larger than the bound passes when nothing
   * else is unconfirmed.
   */
  void enter(long bytes, Duration timeout) throws BrokerException {
    lock.lock();
    try {
      if (!waiting.isEmpty() || !admits(bytes)) {
        awaitTurn(bytes, timeout);
      }
      unconfirmedBytes += bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(
          BrokerException.Kind.BLOCKED, "interrupted before the message was published", e);
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void awaitTurn(long bytes, Duration timeout)
      throws BrokerException, InterruptedException {
    long remaining = timeout.toNanos();
    Object turn = new Object();
    waiting.add(turn);
    try {
      while (!admits(bytes) || waiting.peek() != turn) {
        if (remaining <= 0) {
          throw notAdmitted(timeout);
        }
        remaining = changed.awaitNanos(remaining);
      }
    } finally {
      waiting.remove(turn);
      if (!waiting.isEmpty()) {
        changed.signalAll();
      }
    }
  }

  /** Under the lock. */
  private boolean admits(long bytes) throws BrokerException {
    if (closed != null) {
      throw closed;
    }
    boolean full = unconfirmedBytes > 0 && unconfirmedBytes + bytes > maxUnconfirmedBytes;
    return blockedReason == null && !full;
  }

  void leave(long bytes) {
    lock.lock();
    try {
      unconfirmedBytes -= bytes;
      if (!waiting.isEmpty()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void block(String reason) {
    set(reason, null);
  }

  void unblock() {
    set(null, null);
  }

  void close(BrokerException failure) {
    set(null, failure);
  }

  /** Why the broker blocks this connection, or null. */
  String blockedReason() {
    lock.lock();
    try {
      return blockedReason;
    } finally {
      lock.unlock();
    }
  }

  private void set(String reason, BrokerException failure) {
    lock.lock();
    try {
      blockedReason = reason;
      if (closed == null) {
        closed = failure;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private BrokerException notAdmitted(Duration timeout) {
    return blockedReason != null
        ? new BrokerException(
            BrokerException.Kind.BLOCKED,
            "the broker blocks publishers ("
                + blockedReason
                + "); nothing was published within "
                + timeout.toMillis()
                + " ms")
        : new BrokerException(
            BrokerException.Kind.BLOCKED,
            "more than "
                + maxUnconfirmedBytes
                + " bytes are unconfirmed on this connection; nothing was published within "
                + timeout.toMillis()
                + " ms");
  }
}
