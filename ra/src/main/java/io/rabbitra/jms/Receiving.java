package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import jakarta.jms.JMSException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * How a thread takes a message from a {@link QueueReader} or, where the order of the queue asks for
 * it, from a sibling: it has the consumer consume while it waits, and rest when it has waited in
 * vain.
 *
 * <p>One thread at a time. Requests to the broker are made under the lock {@code requests} of the
 * reader.
 */
final class Receiving {

  /** Before it is looked again whether the broker still blocks the connection: 250 ms. */
  private static final long BLOCKED_NANOS = 250_000_000;

  /** So often receiveNoWait asks for a message that the queue has and does not send. */
  private static final int MOST_QUESTIONS = 50;

  private final QueueReader reader;
  private final QueueConsumer consumer;
  private final DeliveryBuffer buffer;
  private final Requeuing requeuing;
  private final Siblings siblings;
  private final ReentrantLock requests;

  Receiving(
      QueueReader reader,
      QueueConsumer consumer,
      DeliveryBuffer buffer,
      Requeuing requeuing,
      Siblings siblings,
      ReentrantLock requests) {
    this.reader = reader;
    this.consumer = consumer;
    this.buffer = buffer;
    this.requeuing = requeuing;
    this.siblings = siblings;
    this.requests = requests;
  }

  /** See {@link Reader#take}. */
  Taken take(long nanos, BooleanSupplier delivering) throws JMSException {
    long begin = System.nanoTime();
    while (true) {
      Delivery next = next(nanos, begin, delivering);
      if (next == null) {
        // Without a wait nothing was asked for either.
        return nanos <= 0 ? null : last(delivering);
      }
      Taken taken = next.admit();
      if (taken != null) {
        return taken;
      }
      if (nanos > 0 && System.nanoTime() - begin >= nanos) {
        return null;
      }
    }
  }

  /** See {@link Reader#takeAvailable}. */
  Taken takeAvailable(BooleanSupplier delivering) throws JMSException {
    Taken buffered = take(0, delivering);
    if (buffered != null || !delivering.getAsBoolean() || !buffer.isOpen()) {
      return buffered;
    }
    siblings.restSelecting();
    boolean more = true;
    for (int i = 0; more && i < MOST_QUESTIONS && buffer.isOpen(); i++) {
      more = ask();
      Taken taken = take(QueueConsumer.GRACE_NANOS, delivering);
      if (taken != null) {
        return taken;
      }
    }
    return null;
  }

  /** Has the broker send what it has for this consumer; whether it says that there is something. */
  private boolean ask() throws JMSException {
    try {
      consumer.consume();
      // A broker that blocks the connection does not read the question.
      return !consumer.isBlocked() && consumer.ready() > 0;
    } catch (BrokerException e) {
      if (buffer.isOpen()) {
        throw JmsErrors.of(e);
      }
      return false;
    }
  }

  private Delivery next(long nanos, long begin, BooleanSupplier delivering) throws JMSException {
    boolean first = true;
    while (true) {
      boolean waits = nanos - (System.nanoTime() - begin) > 0;
      if ((waits || buffer.isListening()) && delivering.getAsBoolean()) {
        try {
          consumer.consumeMore();
        } catch (BrokerException e) {
          throw JmsErrors.of(e);
        }
      }
      if (delivering.getAsBoolean()) {
        Delivery next = nextAvailable();
        if (next != null) {
          return next;
        }
        if (waits && first) {
          siblings.restSelecting();
          first = false;
        }
      }
      long left = nanos - (System.nanoTime() - begin);
      boolean blocked = consumer.isBlocked();
      long wait = blocked ? Math.min(left, BLOCKED_NANOS) : left;
      if (!buffer.await(wait, delivering, () -> blocked || consumer.isConsuming())) {
        return null;
      }
    }
  }

  /** What has waited longest here or with a sibling, so that the order is that of the queue. */
  private Delivery nextAvailable() {
    while (true) {
      QueueReader first = siblings.longestWaiting(reader);
      Delivery next = first.poll();
      if (next != null || first == reader) {
        return next;
      }
    }
  }

  /** A wait is over: what came in the last moment is taken, and the consumer rests. */
  private Taken last(BooleanSupplier delivering) throws JMSException {
    requests.lock();
    try {
      if (reader.isStanding()
          || buffer.isListening()
          || !consumer.isConsuming()
          || consumer.isBlocked()
          || !buffer.isOpen()) {
        return null;
      }
      consumer.stop();
      long now = System.nanoTime();
      for (Delivery next = next(0, now, delivering);
          next != null;
          next = next(0, now, delivering)) {
        Taken taken = next.admit();
        if (taken != null) {
          requeuing.giveBackWaiting();
          return taken;
        }
      }
      return null;
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    } finally {
      requests.unlock();
    }
  }
}
