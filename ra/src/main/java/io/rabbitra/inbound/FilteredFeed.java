package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A consumer whose session gets what a selector lets through; the rest is acknowledged, away from
 * the event loop that decides it.
 *
 * <p>Everything is told to the broker under one lock, what is not wanted first: a later word about
 * all messages up to a tag covers it, and a second word about it would end the channel.
 */
final class FilteredFeed implements Feed, DeliveryListener {

  private final MessageFilter filter;
  private final DeliveryListener listener;
  private final Executor executor;
  private final Queue<Long> unwanted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ReentrantLock telling = new ReentrantLock();

  /** Null until {@link #attach}, before which the session settles nothing. */
  private volatile Feed feed;

  /**
   * @param executor may block for a moment
   */
  FilteredFeed(MessageFilter filter, DeliveryListener listener, Executor executor) {
    this.filter = filter;
    this.listener = listener;
    this.executor = executor;
  }

  /** The consumer that delivers here. To be called once. */
  void attach(Feed consumer) {
    feed = consumer;
    if (!unwanted.isEmpty()) {
      acknowledgeSoon();
    }
  }

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    if (filter.wants(envelope, properties, body)) {
      listener.delivered(envelope, properties, body);
    } else {
      unwanted.add(envelope.getDeliveryTag());
      acknowledgeSoon();
    }
  }

  @Override
  public void cancelled() {
    listener.cancelled();
  }

  @Override
  public void closed(BrokerException failure) {
    listener.closed(failure);
  }

  @Override
  public String queue() {
    return feed.queue();
  }

  @Override
  public void ack(long tag, boolean multiple) throws BrokerException {
    tell(() -> feed.ack(tag, multiple));
  }

  @Override
  public void reject(long tag) throws BrokerException {
    tell(() -> feed.reject(tag));
  }

  @Override
  public void discard(long tag) throws BrokerException {
    tell(() -> feed.discard(tag));
  }

  @Override
  public void giveBack(long tag, boolean multiple) throws BrokerException {
    tell(() -> feed.giveBack(tag, multiple));
  }

  @Override
  public void flush() {
    feed.flush();
  }

  @Override
  public boolean isOpen() {
    return feed.isOpen();
  }

  @Override
  public void cancel() {
    feed.cancel();
  }

  @Override
  public void close() {
    acknowledgeUnwanted();
    feed.close();
  }

  private void acknowledgeSoon() {
    if (feed != null && scheduled.compareAndSet(false, true)) {
      executor.execute(this::acknowledgeUnwanted);
    }
  }

  private void acknowledgeUnwanted() {
    scheduled.set(false);
    try {
      if (feed.isOpen()) {
        tell(() -> {});
      }
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(
          Level.DEBUG, "The channel is gone, and with it what it had: {0}", e.getMessage());
    }
  }

  private interface Word {
    void toBroker() throws BrokerException;
  }

  private void tell(Word word) throws BrokerException {
    telling.lock();
    try {
      for (Long tag = unwanted.poll(); tag != null; tag = unwanted.poll()) {
        feed.ack(tag, false);
      }
      word.toBroker();
    } finally {
      telling.unlock();
    }
  }
}
