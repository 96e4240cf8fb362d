package io.rabbitra.jms;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import java.util.List;

/**
 * Gives back to the queue, in the old order, what a {@link QueueReader} has: with basic.reject what
 * the application had, which counts as an attempt, and with basic.nack what waits.
 *
 * <p>RabbitMQ before 4.3 counts basic.nack as an attempt as well, and a quorum queue without a
 * delivery limit puts what it gets back either way at the end; there the channel is closed, which
 * keeps the order.
 *
 * <p>To be used under the lock {@code requests} of the reader.
 */
final class Requeuing {

  /** So often at most it waits for a message on its way that the queue still has. */
  private static final int MOST_WAITS = 5;

  private final AmqpConnection connection;
  private final QueueConsumer consumer;
  private final DeliveryBuffer buffer;
  private final Reception reception;
  private final boolean keepsQueue;

  /**
   * @param keepsQueue whether the queue goes with its last consumer, so that it has to stay
   */
  Requeuing(
      AmqpConnection connection,
      QueueConsumer consumer,
      DeliveryBuffer buffer,
      Reception reception,
      boolean keepsQueue) {
    this.connection = connection;
    this.consumer = consumer;
    this.buffer = buffer;
    this.reception = reception;
    this.keepsQueue = keepsQueue;
  }

  /** All that the application has, and what waits. */
  void giveBack(List<Taken> failed) throws BrokerException {
    if (connection.blockedReason() == null) {
      giveBackInOrder(failed);
    } else {
      // The broker does not read: what goes back waits on the wire, and so would a request.
      rejectAll(failed, false);
    }
  }

  /** What waits; the consumer is stopped. */
  void giveBackWaiting() throws BrokerException {
    List<Delivery> unseen = drain();
    boolean alone = buffer.unsettled() == 0;
    if (alone && !unseen.isEmpty() && connection.nackCountsAsAttempt()) {
      consumer.replaceChannel();
    } else {
      giveBack(unseen, alone);
    }
  }

  /** The consumer is away meanwhile, for what is on its way to it would overtake. */
  private void giveBackInOrder(List<Taken> failed) throws BrokerException {
    boolean again = consumer.isConsuming();
    boolean away = !keepsQueue;
    if (again && away) {
      awaitUnderWay(failed);
    }
    if (away) {
      consumer.stop();
    }
    // A queue that goes with its consumers is a classic one, which does not count.
    if (connection.nackCountsAsAttempt() && away) {
      drain();
      consumer.replaceChannel();
    } else {
      rejectAll(failed, away);
    }
    if (again) {
      consumer.consume();
    }
  }

  /**
   * @param away whether the consumer is, so that nothing comes meanwhile
   */
  private void rejectAll(List<Taken> failed, boolean away) throws BrokerException {
    List<Delivery> unseen = drain();
    for (Taken taken : failed) {
      consumer.channel().reject(taken.tag());
    }
    giveBack(unseen, away);
  }

  /**
   * The broker would take back by itself what is on its way to the consumer when that is cancelled,
   * and so deliver it before what is given back after that.
   */
  private void awaitUnderWay(List<Taken> failed) throws BrokerException {
    for (int i = 0; i < MOST_WAITS && !consumer.isFull(failed) && !buffer.isBroken(); i++) {
      if (consumer.ready() == 0 || !buffer.awaitArrival(QueueConsumer.GRACE_NANOS)) {
        return;
      }
    }
  }

  private void giveBack(List<Delivery> unseen, boolean alone) throws BrokerException {
    AmqpChannel channel = consumer.channel();
    if (unseen.isEmpty()) {
      return;
    }
    if (alone) {
      channel.giveBack(unseen.get(unseen.size() - 1).tag(), true);
      return;
    }
    for (Delivery waiting : unseen) {
      channel.giveBack(waiting.tag(), false);
    }
  }

  private List<Delivery> drain() {
    List<Delivery> all = buffer.drain();
    all.forEach(one -> reception.returnedUnseen(one.properties()));
    return all;
  }
}
