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
 * <p>One leaf lock guards buffer and state.
 */
final class QueueReader implements DeliveryListener {

  /** A delivery taken by the application. */
  record Taken(RabbitMessage message, AmqpChannel channel, long tag) {

    void acknowledge() throws JMSException {
      try {
        channel.ack(tag, false);
      } catch (BrokerException e) {
        throw JmsErrors.of(e);
      }
    }

    void reject() throws JMSException {
      try {
        channel.reject(tag);
      } catch (BrokerException e) {
        throw JmsErrors.of(e);
      }
    }
  }

  private record Waiting(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {}

  private final String queue;
  private final AmqpChannel channel;
  private final MessageMapper mapper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@code lock}. */
  private final Deque<Waiting> buffer = new ArrayDeque<>();

  /** Null while not broken. Guarded by {@code lock}. */
  private BrokerException broken;

  /** Guarded by {@code lock}. */
  private boolean closed;

  /** Written once by {@link #start}. */
  private volatile String consumerTag;

  QueueReader(String queue, AmqpChannel channel, MessageMapper mapper) {
    this.queue = queue;
    this.channel = channel;
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
          return new Taken(message, channel, next.envelope().getDeliveryTag());
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

  /** Ends the consumer and hands back what the application has not taken. Bounded, idempotent. */
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
    if (!channel.isOpen()) {
      return;
    }
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

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    lock.lock();
    try {
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
