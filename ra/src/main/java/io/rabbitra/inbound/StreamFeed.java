package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A consumer of a stream. A stream takes nothing back and dead-letters nothing: RabbitMQ before 4
 * ends the connection for the attempt (540), later versions take it for an acknowledgement. An
 * acknowledgement only asks for more.
 *
 * <p>So what failed is delivered again from here, counted in {@code x-delivery-count} as a quorum
 * queue counts; and the broker is told in the order of the stream, so that the stream stops within
 * the prefetch count of a message that keeps failing. Where the endpoint is in the stream is known
 * by its {@link StreamPosition}, from which the next generation goes on.
 *
 * <p>What comes without an offset is no message of a stream, for the queue is of another type than
 * configured; it is settled as in any queue.
 *
 * <p>The session sees delivery tags of this class: each delivery has its own, the second of a
 * message too.
 */
final class StreamFeed implements Feed, DeliveryListener {

  private static final String DELIVERY_COUNT = "x-delivery-count";

  /** What the broker delivered. Its field is guarded by the lock of the feed. */
  private static final class Entry {
    private final Delivery delivery;
    private final long offset;
    private boolean settled;

    Entry(Delivery delivery, long offset, boolean settled) {
      this.delivery = delivery;
      this.offset = offset;
      this.settled = settled;
    }
  }

  private final StreamPosition position;
  private final DeliveryListener listener;

  /** Of acknowledgements, for they go out in order; never taken on an event loop. */
  private final ReentrantLock telling = new ReentrantLock();

  private final Object lock = new Object();

  /** Not acknowledged, in the order of the stream. Guarded by {@code lock}. */
  private final Deque<Entry> window = new ArrayDeque<>();

  /** With the session, by the tags it knows. Guarded by {@code lock}. */
  private final TreeMap<Long, Entry> out = new TreeMap<>();

  /** Guarded by {@code lock}. */
  private long lastTag;

  /** Nothing is delivered any more. Guarded by {@code lock}. */
  private boolean cancelled;

  /** Null until {@link #attach}, before which the session settles nothing. */
  private volatile Feed feed;

  StreamFeed(StreamPosition position, DeliveryListener listener) {
    this.position = position;
    this.listener = listener;
  }

  /** The consumer that delivers here. To be called once. */
  void attach(Feed consumer) {
    feed = consumer;
  }

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    long offset = StreamDetector.offset(properties);
    boolean wanted = offset < 0 || position.delivered(offset);
    Entry entry = new Entry(new Delivery(envelope, properties, body), offset, !wanted);
    synchronized (lock) {
      window.add(entry);
    }
    if (wanted) {
      handOut(entry);
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
    return null;
  }

  @Override
  public void ack(long tag, boolean multiple) throws BrokerException {
    telling.lock();
    try {
      requireOpen();
      long upTo = settle(takeBack(tag, multiple));
      if (upTo > 0) {
        askForMore(upTo);
      }
    } finally {
      telling.unlock();
    }
  }

  @Override
  public void reject(long tag) throws BrokerException {
    requireOpen();
    for (Entry entry : takeBack(tag, false)) {
      if (entry.offset < 0) {
        letGo(entry);
        feed.reject(entry.delivery.tag());
      } else {
        position.failed(entry.offset);
        handOut(entry);
      }
    }
  }

  /** There is nowhere to put it, and it stays in the stream anyway: the endpoint passes on. */
  @Override
  public void discard(long tag) throws BrokerException {
    Entry entry;
    synchronized (lock) {
      entry = out.get(tag);
    }
    if (entry == null || entry.offset >= 0) {
      ack(tag, false);
      return;
    }
    takeBack(tag, false);
    letGo(entry);
    feed.discard(entry.delivery.tag());
  }

  @Override
  public void giveBack(long tag, boolean multiple) throws BrokerException {
    requireOpen();
    for (Entry entry : takeBack(tag, multiple)) {
      if (entry.offset < 0) {
        letGo(entry);
        feed.giveBack(entry.delivery.tag(), false);
      } else {
        handOut(entry);
      }
    }
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
    synchronized (lock) {
      cancelled = true;
    }
    feed.cancel();
  }

  @Override
  public void close() {
    synchronized (lock) {
      cancelled = true;
    }
    feed.close();
  }

  private void handOut(Entry entry) {
    Delivery delivery = entry.delivery;
    int failures = entry.offset < 0 ? 0 : position.failures(entry.offset);
    synchronized (lock) {
      if (cancelled) {
        return;
      }
      lastTag++;
      out.put(lastTag, entry);
      Envelope envelope =
          new Envelope(
              lastTag,
              failures > 0 || delivery.envelope().isRedeliver(),
              delivery.envelope().getExchange(),
              delivery.envelope().getRoutingKey());
      // Under the lock, so that the session gets the tags in their order: it acknowledges up to
      // one.
      listener.delivered(envelope, counted(delivery.properties(), failures), delivery.body());
    }
  }

  /** That the messages are processed is known here; no acknowledgement makes it truer. */
  private void askForMore(long upTo) {
    try {
      feed.ack(upTo, true);
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(
          Level.DEBUG, "The channel is gone before an acknowledgement: {0}", e.getMessage());
    }
  }

  /** The broker is told by itself. */
  private void letGo(Entry entry) {
    synchronized (lock) {
      window.remove(entry);
    }
  }

  /** Out of the hands of the session; nothing if it was there already. */
  private List<Entry> takeBack(long tag, boolean multiple) {
    synchronized (lock) {
      Map<Long, Entry> taken = multiple ? out.headMap(tag, true) : out.subMap(tag, true, tag, true);
      List<Entry> entries = new ArrayList<>(taken.values());
      taken.clear();
      return entries;
    }
  }

  /** Returns the broker's tag up to which everything is settled; 0 if that is no news. */
  private long settle(List<Entry> entries) {
    long upTo = 0;
    synchronized (lock) {
      entries.forEach(entry -> entry.settled = true);
      while (!window.isEmpty() && window.peek().settled) {
        upTo = window.remove().delivery.tag();
      }
    }
    for (Entry entry : entries) {
      if (entry.offset >= 0) {
        position.processed(entry.offset);
      }
    }
    return upTo;
  }

  private void requireOpen() throws BrokerException {
    if (!feed.isOpen()) {
      throw new BrokerException(BrokerException.Kind.CLOSED, "the consumer of the stream is gone");
    }
  }

  private static AMQP.BasicProperties counted(AMQP.BasicProperties properties, int failures) {
    if (failures == 0) {
      return properties;
    }
    Map<String, Object> headers = new HashMap<>(properties.getHeaders());
    headers.put(DELIVERY_COUNT, (long) failures);
    return properties.builder().headers(headers).build();
  }
}
