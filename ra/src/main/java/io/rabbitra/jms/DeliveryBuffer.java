package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The deliveries that wait in a {@link QueueReader}, filled on the event loop; how they are waited
 * for, and which delivery tags the present consumer has had.
 */
final class DeliveryBuffer extends ReaderBuffer<Delivery> {

  /** Of the clock, which may overflow. */
  private static final long ORIGIN = System.nanoTime();

  /** A sibling may have something since the last look. Guarded by {@code lock}. */
  private boolean nudged;

  /** A thread waits for a message. Guarded by {@code lock}. */
  private boolean awaited;

  /** The delivery tag that came last on this channel. Guarded by {@code lock}. */
  private long lastTag;

  /** The one that came last before the present consumer began. Guarded by {@code lock}. */
  private long tagBefore;

  /** What was taken last, for {@link #putBackLast}. Guarded by {@code lock}. */
  private Delivery last;

  /** Returns whom to tell, or null. */
  Runnable add(Delivery delivery) {
    lock.lock();
    try {
      lastTag = delivery.tag();
      addAll(List.of(delivery));
      changed.signal();
      return arrival();
    } finally {
      lock.unlock();
    }
  }

  @Override
  Delivery poll() {
    lock.lock();
    try {
      Delivery next = super.poll();
      if (next != null) {
        last = next;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was taken last was not taken after all; once broken, the broker has it back already.
   *
   * @return whether this was closed meanwhile, so that it has to go back
   */
  boolean putBackLast() {
    lock.lock();
    try {
      if (!isBroken()) {
        return putBack(last);
      }
      settled(1);
      return isClosed();
    } finally {
      lock.unlock();
    }
  }

  /** Since when the first message waits here, relative to others; the maximum if none does. */
  long sinceNanos() {
    lock.lock();
    try {
      nudged = false;
      Delivery next = peek();
      return next == null ? Long.MAX_VALUE : next.sinceNanos() - ORIGIN;
    } finally {
      lock.unlock();
    }
  }

  /** A sibling has something. */
  void nudge() {
    lock.lock();
    try {
      nudged = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for at most {@code nanos} until there may be something to take, here or with a sibling.
   *
   * @param consuming whether there is a consumer; without one nothing would come
   * @return whether to look again
   * @throws JMSException the consumer is gone
   */
  @SuppressWarnings("WaitNotInLoop") // the caller looks again
  boolean await(long nanos, BooleanSupplier delivering, BooleanSupplier consuming)
      throws JMSException {
    lock.lock();
    try {
      boolean flowing = delivering.getAsBoolean();
      // Who waited when it broke is told so, though it may be closed for that meanwhile.
      if (isBroken() && (flowing || isClosed())) {
        throw JmsErrors.of(failure());
      }
      if (isClosed()) {
        return false;
      }
      boolean look = flowing && (nudged || !isEmpty());
      if (nanos <= 0 && !look) {
        return false;
      }
      // Started meanwhile: has to begin to consume first.
      if (!look && (!flowing || consuming.getAsBoolean())) {
        awaited = true;
        changed.await(nanos, TimeUnit.NANOSECONDS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      awaited = false;
      lock.unlock();
    }
  }

  /** Waits for the next delivery. Returns false if the thread is interrupted. */
  boolean awaitArrival(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      long before = lastTag;
      while (left > 0 && lastTag == before) {
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** What arrives is taken at once. */
  boolean isAwaited() {
    lock.lock();
    try {
      return awaited || isListening();
    } finally {
      lock.unlock();
    }
  }

  /** Delivery tags begin anew. */
  void channelOpened() {
    lock.lock();
    try {
      lastTag = 0;
    } finally {
      lock.unlock();
    }
  }

  void consumerBegins() {
    lock.lock();
    try {
      tagBefore = lastTag;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the present consumer has all that the broker sends it before it settles any. */
  boolean isFull(List<Taken> unsettledNow, int window) {
    lock.lock();
    try {
      long here = unsettledNow.stream().filter(taken -> taken.tag() > tagBefore).count();
      return here + size() >= window;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the application holds all that the broker sends before any is settled. */
  boolean isExhausted(int window) {
    lock.lock();
    try {
      return isEmpty() && unsettled() >= window && !isBroken();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first reason stays; what waits went back to the broker with the consumer.
   *
   * @return whom to tell, or null
   */
  Runnable breakWith(BrokerException reason) {
    lock.lock();
    try {
      if (!isBroken()) {
        fail(reason);
      }
      drain();
      changed.signalAll();
      return arrival();
    } finally {
      lock.unlock();
    }
  }
}
