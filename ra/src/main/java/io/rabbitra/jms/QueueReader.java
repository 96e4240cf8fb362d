package io.rabbitra.jms;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.message.RabbitMessage;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A consumer that an application reads with {@code receive}: deliveries fill a buffer on the event
 * loop, bounded by the prefetch count, and wait to be taken. It needs no thread of the adapter, so
 * that a bean gets the reply it waits for also while every worker is in a bean.
 *
 * <pre>
 *   OPEN ── cancelled or closed by the broker ──→ BROKEN (take throws when the buffer is empty)
 *     └──── close() ────────────────────────────→ CLOSED (take returns null)
 * </pre>
 *
 * <p>It has its channel for itself, so that nothing the broker answers to another consumer by
 * closing the channel ends this one.
 *
 * <p>One leaf lock guards buffer and state.
 */
final class QueueReader implements DeliveryListener {

  /** A delivery taken by the application. */
  record Taken(RabbitMessage message, QueueReader reader, long tag) {

    void acknowledge() throws JMSException {
      reader.acknowledge(tag);
    }
  }

  private record Waiting(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {}

  /** For queues that hand out asynchronously, as quorum queues do: 20 ms. */
  private static final long GRACE_NANOS = 20_000_000;

  private final String queue;
  private final AmqpChannel channel;
  private final int prefetch;
  private final MessageMapper mapper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@code lock}. */
  private final Deque<Waiting> buffer = new ArrayDeque<>();

  /** Of the last delivery. Guarded by {@code lock}. */
  private long lastTag;

  /** How much the application has taken and not acknowledged. Guarded by {@code lock}. */
  private int unacknowledged;

  /** Null while not broken. Guarded by {@code lock}. */
  private BrokerException broken;

  /** Guarded by {@code lock}. */
  private boolean closed;

  /** Written by {@link #start}. */
  private volatile String consumerTag;

  QueueReader(String queue, AmqpChannel channel, int prefetch, MessageMapper mapper) {
    this.queue = queue;
    this.channel = channel;
    this.prefetch = prefetch;
    this.mapper = mapper;
  }

  void start() throws BrokerException {
    consumerTag = channel.consume(queue, Map.of(), this);
  }

  /**
   * The next message, or null after {@code nanos} or when closed meanwhile.
   *
   * @throws JMSException the consumer is gone: queue deleted, connection lost
   */
  Taken take(long nanos) throws JMSException {
    long remaining = nanos;
    lock.lock();
    try {
      while (true) {
        if (closed) {
          return null;
        }
        Waiting next = buffer.poll();
        if (next != null) {
          RabbitMessage message = mapper.decode(next.envelope(), next.properties(), next.body());
          unacknowledged++;
          return new Taken(message, this, next.envelope().getDeliveryTag());
        }
        if (broken != null) {
          throw JmsErrors.of(broken);
        }
        if (remaining <= 0) {
          return null;
        }
        remaining = changed.awaitNanos(remaining);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next message if the queue has one for this consumer, or null. If nothing is buffered, asks
   * the broker for what is under way: two requests, each bounded as all are.
   *
   * @throws JMSException the consumer is gone: queue deleted, connection lost
   */
  Taken takeAvailable() throws JMSException {
    Taken buffered = take(0);
    if (buffered != null || !isReading(queue)) {
      return buffered;
    }
    try {
      // The first answer comes after the queue has handed its next message to the channel process,
      // the second after the channel process has written it.
      channel.checkQueue(queue);
      channel.prefetch(prefetch);
    } catch (BrokerException e) {
      Taken last = take(0);
      if (last == null && isReading(queue)) {
        throw JmsErrors.of(e);
      }
      return last;
    }
    return take(GRACE_NANOS);
  }

  private void acknowledge(long tag) throws JMSException {
    try {
      channel.ack(tag, false);
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
    closeIfDone(() -> unacknowledged--);
  }

  /**
   * Gives back everything that is not acknowledged, also what waits here, with one basic.nack: the
   * broker delivers it again in the old order. The consumer is away meanwhile, for what is on its
   * way to it would overtake.
   */
  void recover() throws JMSException {
    boolean consuming = isReading(queue);
    try {
      if (consuming) {
        channel.cancel(consumerTag);
      }
      channel.giveBack(takeBack(), true);
      if (consuming) {
        start();
      }
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
    closeIfDone(() -> unacknowledged = 0);
  }

  /** Empties the buffer; the tag of the last delivery. */
  private long takeBack() {
    lock.lock();
    try {
      buffer.clear();
      return lastTag;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the consumer and hands back what the application has not taken. What it has taken can
   * still be acknowledged; the channel goes with the last of it. Bounded, idempotent.
   */
  void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (channel.isOpen()) {
      giveBackWaiting();
    }
    closeIfDone(() -> {});
  }

  /** Ends the consumer; what is not acknowledged goes back. Bounded, idempotent. */
  void discard() {
    close();
    channel.close();
  }

  /** As {@link #discard}, for a connection that is gone: asks the broker for nothing. */
  void abandon() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether an open consumer of this queue. */
  boolean isReading(String name) {
    lock.lock();
    try {
      return queue.equals(name) && !closed && broken == null;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody needs the channel any more. */
  boolean isDone() {
    return !channel.isOpen();
  }

  private void giveBackWaiting() {
    try {
      if (!isBroken()) {
        channel.cancel(consumerTag);
      }
      for (Waiting waiting = pollWaiting(); waiting != null; waiting = pollWaiting()) {
        channel.giveBack(waiting.envelope().getDeliveryTag(), false);
      }
    } catch (BrokerException e) {
      System.getLogger(QueueReader.class.getName())
          .log(System.Logger.Level.DEBUG, "The consumer is gone already: {0}", e.getMessage());
    }
  }

  private void closeIfDone(Runnable change) {
    boolean done;
    lock.lock();
    try {
      change.run();
      done = closed && unacknowledged == 0;
    } finally {
      lock.unlock();
    }
    if (done) {
      channel.close();
    }
  }

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    lock.lock();
    try {
      lastTag = envelope.getDeliveryTag();
      buffer.add(new Waiting(envelope, properties, body));
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cancelled() {
    breakWith(
        new BrokerException(
            BrokerException.Kind.NOT_FOUND,
            "the broker cancelled the consumer of queue '" + queue + "'"));
  }

  @Override
  public void closed(BrokerException failure) {
    breakWith(failure);
  }

  private void breakWith(BrokerException failure) {
    lock.lock();
    try {
      if (broken == null) {
        broken = failure;
      }
      // What is buffered went back to the broker with the consumer.
      buffer.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isBroken() {
    lock.lock();
    try {
      return broken != null;
    } finally {
      lock.unlock();
    }
  }

  private Waiting pollWaiting() {
    lock.lock();
    try {
      return buffer.poll();
    } finally {
      lock.unlock();
    }
  }
}
