package io.rabbitra.jms;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The consumer that a {@link QueueReader} has on its queue, on a channel of its own.
 *
 * <pre>
 *   RESTING ── consume() ──→ CONSUMING ── consumeMore(), with a wider window ──→ CONSUMING
 *      ↑                         │
 *      └──── stop() ─────────────┘
 * </pre>
 *
 * <p>Whether the broker has ended it is known by the buffer. Requests are made under the lock
 * {@code requests} of the reader, those that change the state take it by themselves.
 */
final class QueueConsumer {

  /**
   * For what is on its way, from queues that hand out asynchronously, as quorum queues do: 20 ms.
   */
  static final long GRACE_NANOS = 20_000_000;

  /** The most that basic.qos can say. */
  private static final int WIDEST = 65_535;

  private final AmqpConnection connection;
  private final String queue;
  private final DeliveryBuffer buffer;
  private final DeliveryListener listener;
  private final ReentrantLock requests;

  /** Replaced under {@code requests}, while nothing taken from it is unsettled. */
  private volatile AmqpChannel channel;

  /** basic.qos. Guarded by {@code requests}. */
  private int window;

  /** How many consumers there have been. Guarded by {@code requests}. */
  private long consumers;

  /** Null while resting. Written under {@code requests}. */
  private volatile String consumerTag;

  /**
   * @param prefetch basic.qos; grows if the application takes more before it settles any
   * @param buffer what {@code listener} fills
   */
  QueueConsumer(
      AmqpConnection connection,
      String queue,
      int prefetch,
      DeliveryBuffer buffer,
      DeliveryListener listener,
      ReentrantLock requests) {
    this.connection = connection;
    this.queue = queue;
    this.window = prefetch;
    this.buffer = buffer;
    this.listener = listener;
    this.requests = requests;
  }

  void openChannel() throws BrokerException {
    AmqpChannel opened = connection.openChannel();
    opened.prefetch(window);
    opened.giveBackStrays();
    buffer.channelOpened();
    channel = opened;
  }

  /** The broker has back what is not settled. */
  void replaceChannel() throws BrokerException {
    channel.close();
    openChannel();
  }

  /** For settling. */
  AmqpChannel channel() {
    return channel;
  }

  /** Whether the broker reads nothing from the connection now, so that it answers nothing. */
  boolean isBlocked() {
    return connection.blockedReason() != null;
  }

  boolean isConsuming() {
    return consumerTag != null;
  }

  void consume() throws BrokerException {
    requests.lock();
    try {
      if (consumerTag == null && buffer.isOpen() && !isBlocked()) {
        begin();
      }
    } finally {
      requests.unlock();
    }
  }

  /** Consumes, with a wider window if the application holds all that the present one allows. */
  void consumeMore() throws BrokerException {
    if (consumerTag != null && !buffer.isExhausted(window)) {
      return;
    }
    requests.lock();
    try {
      if (consumerTag != null && buffer.isExhausted(window) && !isBlocked()) {
        widen();
      }
      consume();
    } finally {
      requests.unlock();
    }
  }

  void stop() throws BrokerException {
    String tag = consumerTag;
    if (tag != null && !buffer.isBroken()) {
      channel.cancel(tag);
    }
    consumerTag = null;
  }

  /** How many messages the queue has; what it had for this consumer before has been written. */
  long ready() throws BrokerException {
    // The first answer comes after the queue has handed its next message to the channel process,
    // the second after the channel process has written it.
    long ready = channel.queueInfo(queue).ready();
    channel.prefetch(window);
    return ready;
  }

  /** Returns when the broker has read all that was sent to it on the channel before. */
  void awaitAnswer() throws BrokerException {
    requests.lock();
    try {
      channel.prefetch(window);
    } finally {
      requests.unlock();
    }
  }

  /** Whether the broker sends no more before something is settled. */
  boolean isFull(List<Taken> unsettled) {
    return buffer.isFull(unsettled, window);
  }

  /** Tags are in order, for what several consumers have not settled to go back in order. */
  private void begin() throws BrokerException {
    buffer.consumerBegins();
    String tag = String.format(Locale.ROOT, "rabbitra-%012d", ++consumers);
    channel.consumeAs(tag, queue, listener);
    consumerTag = tag;
  }

  /** A consumer keeps the window it began with; the next one begins before it ends. */
  private void widen() throws BrokerException {
    window = Math.min(2 * Math.max(window, buffer.unsettled()), WIDEST);
    channel.prefetch(window);
    String narrow = consumerTag;
    begin();
    channel.cancel(narrow);
  }
}
