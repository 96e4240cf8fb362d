package io.rabbitra.selector;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * What the consumers of one round are delivered. The delivery tags of a round are consecutive, for
 * its channel has no other consumer: of what is not wanted nothing is kept at all.
 *
 * <p>Deliveries come on the event loop; the thread that runs the round is woken only when there is
 * something to decide. One leaf lock guards the state.
 */
final class Round implements DeliveryListener {

  private final Predicate<Found> wanted;
  private final int limit;
  private final Spares spares;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@code lock}. */
  private final List<Found> found = new ArrayList<>();

  /** Wanted beyond the limit, and kept. Guarded by {@code lock}. */
  private final List<Found> excess = new ArrayList<>();

  /** The number of deliveries to wait for. Guarded by {@code lock}. */
  private long target;

  /** Guarded by {@code lock}. */
  private long seen;

  /** Tags of the first and the last delivery; 0 if there was none. Guarded by {@code lock}. */
  private long firstTag;

  /** Guarded by {@code lock}. */
  private long lastTag;

  /** When something came last, or waiting began. Guarded by {@code lock}. */
  private long lastArrival;

  /** What ended the consumers. Guarded by {@code lock}. */
  private BrokerException broken;

  /** What the predicate threw. Guarded by {@code lock}. */
  private RuntimeException refused;

  /** Guarded by {@code lock}. */
  private boolean stopped;

  /**
   * @param spares what to do with messages that are not wanted and must not simply be given back
   */
  Round(Predicate<Found> wanted, int limit, Spares spares) {
    this.wanted = wanted;
    this.limit = limit;
    this.spares = spares;
  }

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    lock.lock();
    try {
      seen++;
      lastTag = envelope.getDeliveryTag();
      firstTag = firstTag == 0 ? lastTag : firstTag;
      lastArrival = System.nanoTime();
      Found message = new Found(envelope, properties, body);
      if (!isWanted(message)) {
        spares.add(message);
      } else if (found.size() < limit) {
        found.add(message);
      } else if (spares.keeps(message)) {
        excess.add(message);
      } else {
        spares.add(message);
      }
      if (isOver()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cancelled() {
    end(
        new BrokerException(
            BrokerException.Kind.NOT_FOUND,
            "the broker cancelled the consumer: the queue was deleted or its node went down"));
  }

  @Override
  public void closed(BrokerException failure) {
    end(failure);
  }

  /** Ends the round early, from any thread. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until so many messages were seen since the round began or enough are found.
   *
   * @param silence nanoseconds without a delivery after which it gives up
   * @param deadline of {@link System#nanoTime}
   * @return false after silence or at the deadline
   * @throws BrokerException the consumer is gone
   */
  boolean await(long messages, long silence, long deadline) throws BrokerException {
    lock.lock();
    try {
      target = messages;
      lastArrival = System.nanoTime();
      while (!isOver()) {
        long now = System.nanoTime();
        long remaining = Math.min(lastArrival + silence - now, deadline - now);
        if (remaining <= 0) {
          return false;
        }
        changed.awaitNanos(remaining);
      }
      if (broken != null) {
        throw broken;
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is no use to read on. */
  boolean hasFound() {
    lock.lock();
    try {
      return !found.isEmpty() || refused != null || stopped;
    } finally {
      lock.unlock();
    }
  }

  long seen() {
    lock.lock();
    try {
      return seen;
    } finally {
      lock.unlock();
    }
  }

  /** After the consumers are cancelled: what broke them meanwhile. */
  void requireIntact() throws BrokerException {
    lock.lock();
    try {
      if (broken != null) {
        throw broken;
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** What the predicate threw, or null. */
  RuntimeException refused() {
    lock.lock();
    try {
      return refused;
    } finally {
      lock.unlock();
    }
  }

  /** The wanted messages, in the order of the queue. */
  List<Found> found() {
    lock.lock();
    try {
      return List.copyOf(found);
    } finally {
      lock.unlock();
    }
  }

  /** Wanted ones beyond the limit that the scan keeps, in the order of the queue. */
  List<Found> excess() {
    lock.lock();
    try {
      return List.copyOf(excess);
    } finally {
      lock.unlock();
    }
  }

  /** 0 if nothing was delivered. */
  long firstTag() {
    lock.lock();
    try {
      return firstTag;
    } finally {
      lock.unlock();
    }
  }

  /** 0 if nothing was delivered. */
  long lastTag() {
    lock.lock();
    try {
      return lastTag;
    } finally {
      lock.unlock();
    }
  }

  private boolean isWanted(Found message) {
    if (refused != null || stopped) {
      return false;
    }
    try {
      return wanted.test(message);
    } catch (RuntimeException e) {
      // The event loop serves other connections: the caller of the round gets it.
      refused = e;
      return false;
    }
  }

  private boolean isOver() {
    return seen >= target || found.size() >= limit || broken != null || refused != null || stopped;
  }

  private void end(BrokerException failure) {
    lock.lock();
    try {
      if (broken == null) {
        broken = failure;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
