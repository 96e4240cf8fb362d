package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.logging.Loggers;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One consumer on its own channel and the bean instance it feeds: one message at a time, in order.
 *
 * <p>{@link SessionBuffer} is its state and what waits, {@link SessionWorker} takes that to the
 * bean, {@link AckBatch} is the way back to the broker. Deliveries arrive on an event loop and only
 * fill the buffer. After {@link #stop} nothing new reaches the bean; the call that runs may finish
 * and is settled on this channel, then {@link #idle} completes. Thread-safe.
 */
final class ConsumerSession implements DeliveryListener {

  static final System.Logger LOG = Loggers.of(ConsumerSession.class);

  /** What a session tells its generation; called on an event loop, hands over. */
  interface Losses {
    void cancelled();

    void closed(BrokerException failure);
  }

  private final SessionSupport support;
  private final BeanInvoker bean;
  private final Losses losses;
  private final Neighbours neighbours;
  private final SessionBuffer buffer = new SessionBuffer();
  private final SessionWorker worker;
  private final CompletableFuture<Void> idle = new CompletableFuture<>();

  /** Null until {@link #consume} has returned, before which nothing is delivered to the bean. */
  private volatile AckBatch feed;

  ConsumerSession(SessionSupport support, BeanInvoker bean, Losses losses, Neighbours neighbours) {
    this.support = support;
    this.bean = bean;
    this.losses = losses;
    this.neighbours = neighbours;
    this.worker = new SessionWorker(support, bean, this, buffer, neighbours);
  }

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    if (buffer.add(new Delivery(envelope, properties, body))) {
      support.workers().execute(worker);
    } else if (worker.isStuck()) {
      neighbours.share();
    }
  }

  @Override
  public void cancelled() {
    losses.cancelled();
  }

  @Override
  public void closed(BrokerException failure) {
    losses.closed(failure);
  }

  /** Begins to consume; to be called once. Deliveries may arrive before it returns. */
  void consume(Consumption consumption) throws BrokerException {
    feed = support.batch(consumption.feed(this), consumption.closingGivesBack());
  }

  /** The generation is active: what has arrived may be delivered. */
  void open() {
    if (buffer.open()) {
      support.workers().execute(worker);
    }
  }

  /** If it has nothing to do, it may look for work in other sessions. */
  void help() {
    if (buffer.wake()) {
      support.workers().execute(worker);
    }
  }

  /** Nothing new reaches the bean from now on. Does not block; may be called on an event loop. */
  void stop() {
    if (buffer.stop()) {
      idle.complete(null);
    }
  }

  /**
   * As {@link #stop}, if the session has nothing to do and nobody has a delivery of its channel.
   *
   * @return whether it is stopped now, with nothing under way
   */
  boolean stopIfIdle() {
    AckBatch own = feed;
    boolean now = own != null && buffer.stopIfIdle(own);
    if (now) {
      idle.complete(null);
    }
    return now;
  }

  /** Completes when {@link #stop} was called and no delivery is under way. */
  CompletableFuture<Void> idle() {
    return idle;
  }

  boolean isStopped() {
    return buffer.isStopped();
  }

  /** Whether a worker is in it: it is more than waiting for one. */
  boolean isWorking() {
    return buffer.inWorker();
  }

  /** Whether its bean has been busy with one delivery for very long. */
  boolean isStuck() {
    return worker.isStuck();
  }

  boolean hasWaiting() {
    return buffer.hasWaiting();
  }

  /** The next delivery for a bean, of this session or of a neighbour; null if there is none. */
  Taken take() {
    AckBatch origin = feed;
    Delivery next = origin == null ? null : buffer.take(origin);
    return next == null ? null : new Taken(next, buffer, origin);
  }

  /** Acknowledges what waits for it. */
  void flush() {
    AckBatch own = feed;
    if (own != null) {
      own.flush();
    }
  }

  /**
   * Ends the consumer: when it returns, the broker sends no more; unless its channel has to end
   * with it.
   */
  void cancelConsumer() {
    AckBatch cancelled = feed;
    if (cancelled != null) {
      cancelled.cancel();
    }
  }

  /**
   * Hands the deliveries that no bean has seen back to the broker, so that they do not count as
   * attempts where the broker lets it. To be called after {@link #stop} and {@link
   * #cancelConsumer}; may close the channel.
   */
  void giveBack() {
    List<Delivery> undelivered = buffer.drain();
    AckBatch origin = feed;
    if (origin == null || !origin.isOpen()) {
      return;
    }
    try {
      origin.giveBack(undelivered);
    } catch (BrokerException e) {
      LOG.log(System.Logger.Level.DEBUG, "The channel is gone, and with it what it had: {0}", e);
    }
  }

  /** Lets go of channel and bean instance; bounded. To be called when no delivery is under way. */
  void close() {
    // What the server did not let a bean begin with has come back after the first time.
    giveBack();
    AckBatch toClose = feed;
    if (toClose != null) {
      toClose.close();
    }
    if (idle.isDone()) {
      bean.release();
    }
  }

  /** The worker that was in it when it was stopped is gone. */
  void finished() {
    bean.release();
    flush();
    idle.complete(null);
  }
}
