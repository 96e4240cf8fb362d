package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.BrokerException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the broker the outcome of one delivery, once, on the channel it came from.
 *
 * <p>If the channel is gone the broker has the message back already; that an acknowledgement did
 * not leave is then no other case than one that was lost on the wire: the message comes again.
 */
final class Settlement {

  /** Where a delivery came from. */
  interface Source {
    void ack(long tag) throws BrokerException;

    void reject(long tag) throws BrokerException;

    boolean isOpen();

    static Source of(AmqpChannel channel) {
      return new Source() {
        @Override
        public void ack(long tag) throws BrokerException {
          channel.ack(tag, false);
        }

        @Override
        public void reject(long tag) throws BrokerException {
          channel.reject(tag);
        }

        @Override
        public boolean isOpen() {
          return channel.isOpen();
        }
      };
    }
  }

  private final Source channel;
  private final long tag;
  private final AtomicBoolean done = new AtomicBoolean();

  Settlement(Source channel, long tag) {
    this.channel = channel;
    this.tag = tag;
  }

  /**
   * @return false if the broker cannot be told any more
   */
  boolean accept() {
    if (!done.compareAndSet(false, true)) {
      return true;
    }
    try {
      channel.ack(tag);
      return true;
    } catch (BrokerException e) {
      return false;
    }
  }

  /** The message is to be delivered again, and this attempt counts (x-delivery-limit). */
  void reject() {
    if (!done.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.reject(tag);
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(
          System.Logger.Level.DEBUG,
          "The channel of a failed delivery is gone: {0}",
          e.getMessage());
    }
  }

  /** Whether the channel is still there to be told on. */
  boolean possible() {
    return channel.isOpen();
  }
}
