package io.rabbitra.jms;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.logging.Loggers;
import io.rabbitra.message.RabbitMessage;
import jakarta.jms.JMSException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A consumer of one queue: deliveries fill a buffer on the event loop, bounded by the prefetch
 * count, and wait to be taken. It needs no thread of the adapter, so that a bean gets the reply it
 * waits for also while every worker is in a bean.
 *
 * <pre>
 *   RESTING ⇄ CONSUMING ── cancelled or closed by the broker ──→ BROKEN (take throws)
 *      └──────────┴──────── close() ──────────────────────────→ CLOSED (take returns null)
 * </pre>
 *
 * <p>It consumes while somebody waits for a message, and rests when a wait ended without one: what
 * an idle consumer had sent ahead would be hidden from other consumers and from browsers. A reader
 * with a message listener or of a subscription does not rest.
 *
 * <p>It has its channel for itself, so that nothing the broker answers to another consumer by
 * closing the channel ends this one. Requests to the broker are made under {@code requests}, never
 * under the leaf lock of the buffer. The {@link QueueConsumer} knows whether it rests or consumes,
 * the {@link DeliveryBuffer} whether it is broken or closed.
 */
final class QueueReader implements Reader, DeliveryListener {

  /** When it has its consumer on the queue. */
  enum Presence {
    /** While somebody waits for a message or listens. */
    WHILE_ASKED,
    /** From {@link #start} until it is closed, but for moments. */
    ALWAYS,
    /** Without a moment's interruption, for the queue goes with its last consumer. */
    KEEPS_QUEUE
  }

  private static final System.Logger LOG = Loggers.of(QueueReader.class);

  private final String queue;
  private final AmqpConnection connection;
  private final Reception reception;
  private final Presence presence;
  private final Siblings siblings;
  private final Runnable onDone;
  private final ReentrantLock requests = new ReentrantLock();
  private final DeliveryBuffer buffer = new DeliveryBuffer();
  private final AtomicBoolean done = new AtomicBoolean();
  private final QueueConsumer consumer;
  private final Requeuing requeuing;
  private final Receiving receiving;

  /**
   * @param prefetch basic.qos; grows if the application takes more before it settles any
   * @param onDone run once when the last message is settled after {@link #close}
   */
  QueueReader(
      AmqpConnection connection,
      String queue,
      int prefetch,
      Presence presence,
      Siblings siblings,
      Reception reception,
      Runnable onDone) {
    this.connection = connection;
    this.queue = queue;
    this.presence = presence;
    this.siblings = siblings;
    this.reception = reception;
    this.onDone = onDone;
    this.consumer = new QueueConsumer(connection, queue, prefetch, buffer, this, requests);
    this.requeuing =
        new Requeuing(connection, consumer, buffer, reception, presence == Presence.KEEPS_QUEUE);
    this.receiving = new Receiving(this, consumer, buffer, requeuing, siblings, requests);
  }

  /** Makes sure that the queue can be consumed from. */
  void start() throws BrokerException {
    consumer.openChannel();
    boolean started = false;
    try {
      if (isStanding()) {
        consumer.consume();
      } else {
        consumer.channel().queueInfo(queue);
      }
      started = true;
    } finally {
      if (!started) {
        consumer.channel().close();
      }
    }
  }

  @Override
  public Taken take(long nanos, BooleanSupplier delivering) throws JMSException {
    return receiving.take(nanos, delivering);
  }

  @Override
  public Taken takeAvailable(BooleanSupplier delivering) throws JMSException {
    return receiving.takeAvailable(delivering);
  }

  @Override
  public void putBack(Taken taken) {
    if (taken.reader() instanceof QueueReader lender && lender != this) {
      lender.putBack(taken);
      return;
    }
    if (buffer.putBackLast()) {
      letGo();
    }
  }

  @Override
  public void listen(Runnable onArrival) throws JMSException {
    buffer.listen(onArrival);
    if (onArrival == null) {
      rest();
      return;
    }
    try {
      consumer.consume();
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
    onArrival.run();
  }

  @Override
  public void acknowledge(Taken taken) throws JMSException {
    settle(taken.tag(), false);
    reception.memory().forget(taken.key());
    closeIfDone(1);
  }

  @Override
  public void acknowledgeAll(List<Taken> taken) throws JMSException {
    writeAcknowledgements(taken);
    closeIfDone(taken.size());
  }

  @Override
  public void writeAcknowledgements(List<Taken> taken) throws JMSException {
    settle(taken.get(taken.size() - 1).tag(), true);
    for (Taken one : taken) {
      reception.memory().forget(one.key());
    }
  }

  @Override
  public void awaitSettled(int count) throws JMSException {
    if (consumer.isBlocked()) {
      throw JmsErrors.blockedWithAcknowledgements();
    }
    try {
      if (consumer.channel().isOpen()) {
        consumer.awaitAnswer();
      } else if (!done.get() || !connection.isOpen()) {
        requireGone(JmsErrors.closedWithAcknowledgements());
      }
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
    closeIfDone(count);
  }

  @Override
  public void giveBack(List<Taken> failed) throws JMSException {
    requests.lock();
    try {
      for (Taken taken : failed) {
        reception.memory().returnedSeen(taken.key());
      }
      // The broker has everything back with a channel that is gone.
      if (consumer.channel().isOpen()) {
        requeuing.giveBack(failed);
      }
    } catch (BrokerException e) {
      if (consumer.channel().isOpen() || !connection.isOpen()) {
        throw JmsErrors.of(e);
      }
      LOG.log(Level.DEBUG, "The consumer is gone already: {0}", e.getMessage());
    } finally {
      requests.unlock();
    }
    closeIfDone(failed.size());
  }

  @Override
  public void reject(Taken taken) throws JMSException {
    try {
      reception.memory().returnedSeen(taken.key());
      consumer.channel().reject(taken.tag());
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
    closeIfDone(1);
  }

  @Override
  public void rest() {
    requests.lock();
    try {
      if (isStanding()
          || buffer.isAwaited()
          || consumer.isBlocked()
          || !consumer.channel().isOpen()) {
        return;
      }
      consumer.stop();
      requeuing.giveBackWaiting();
    } catch (BrokerException e) {
      LOG.log(Level.DEBUG, "The consumer is gone already: {0}", e.getMessage());
    } finally {
      requests.unlock();
    }
  }

  @Override
  public void wake() {
    buffer.wake();
  }

  @Override
  public void close() {
    if (buffer.close()) {
      letGo();
    }
  }

  /** It is closed: what waits here goes back. */
  private void letGo() {
    requests.lock();
    try {
      if (consumer.channel().isOpen()) {
        consumer.stop();
        requeuing.giveBackWaiting();
      }
    } catch (BrokerException e) {
      LOG.log(Level.DEBUG, "The consumer is gone already: {0}", e.getMessage());
    } finally {
      requests.unlock();
    }
    closeIfDone(0);
  }

  @Override
  public void discard() {
    close();
    closeChannel();
  }

  @Override
  public void abandon() {
    buffer.close();
  }

  @Override
  public boolean isReading(String name) {
    return queue.equals(name) && buffer.isOpen();
  }

  @Override
  public boolean holds(String name) {
    return queue.equals(name) && consumer.channel().isOpen() && buffer.unsettled() > 0;
  }

  @Override
  public boolean isDone() {
    return !consumer.channel().isOpen();
  }

  /** Whether it consumes also while nobody waits. */
  boolean isStanding() {
    return presence != Presence.WHILE_ASKED;
  }

  boolean isListening() {
    return buffer.isListening();
  }

  /** See {@link DeliveryBuffer#sinceNanos}. */
  long sinceNanos() {
    return buffer.sinceNanos();
  }

  /** See {@link DeliveryBuffer#poll()}. */
  Delivery poll() {
    return buffer.poll();
  }

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    Runnable toTell = buffer.add(new Delivery(this, envelope, properties, body, System.nanoTime()));
    if (toTell != null) {
      toTell.run();
    } else if (!siblings.areNone()) {
      siblings.plain().forEach(sibling -> sibling.buffer.nudge());
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

  /** The message, or null if it is not for the application; then it is settled. */
  Taken admit(Delivery next) throws JMSException {
    long tag = next.tag();
    RabbitMessage message = reception.decode(next.envelope(), next.properties(), next.body());
    try {
      if (Reception.isExpired(message, System.nanoTime() - next.sinceNanos())) {
        consumer.channel().discard(tag);
      } else if (reception.wanted().test(message)) {
        return new Taken(message, this, tag, reception.key(next.properties()));
      } else {
        consumer.channel().ack(tag, false);
      }
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
    closeIfDone(1);
    return null;
  }

  /**
   * A broker that has cancelled the consumer may take an acknowledgement without a word and deliver
   * the message again all the same, as RabbitMQ 4.3 does after the delivery acknowledgement
   * timeout.
   */
  private void settle(long tag, boolean upTo) throws JMSException {
    BrokerException broken = buffer.failure();
    try {
      if (broken != null) {
        requireGone(broken);
        return;
      }
      if (!buffer.isEmpty()) {
        consumer.channel().ackLater(tag, upTo);
      } else {
        consumer.channel().ack(tag, upTo);
      }
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }

  /** A message that went with its queue needs no acknowledgement any more. */
  private void requireGone(BrokerException why) throws BrokerException {
    if (!connection.isOpen() || connection.queueExists(queue)) {
      throw why;
    }
  }

  private void closeIfDone(int settled) {
    // A broker that blocks the connection would not answer; the channel stays for its owner.
    if (buffer.settled(settled) && !consumer.isBlocked()) {
      closeChannel();
    }
  }

  private void closeChannel() {
    consumer.channel().close();
    if (done.compareAndSet(false, true)) {
      onDone.run();
    }
  }

  private void breakWith(BrokerException failure) {
    Runnable toTell = buffer.breakWith(failure);
    if (toTell != null) {
      toTell.run();
    }
  }
}
