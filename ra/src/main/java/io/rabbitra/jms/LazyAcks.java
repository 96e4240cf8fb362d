package io.rabbitra.jms;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.BrokerException;
import java.util.ArrayList;
import java.util.List;

/**
 * Acknowledgements of one channel that wait for more of them, as DUPS_OK_ACKNOWLEDGE allows
 * (Jakarta Messaging 3.1, section 6.2.10).
 *
 * <p>Who owns it sees that they do not wait while the consumer has nothing to do, and writes them
 * before anything else is settled on the channel: an acknowledgement up to a tag that is settled
 * already ends the channel. Thread-safe.
 */
final class LazyAcks {

  /** As the default of {@code ackBatchSize} for beans. */
  static final int MOST = 50;

  /** In their order. Guarded by {@code this}. */
  private final List<Long> tags = new ArrayList<>();

  /** Returns whether they have to be written. */
  synchronized boolean add(long tag) {
    tags.add(tag);
    return tags.size() >= MOST;
  }

  /**
   * basic.ack of all that wait.
   *
   * @param alone whether nothing else that was delivered on the channel is with the application, so
   *     that one basic.ack can be for all
   */
  synchronized void write(AmqpChannel channel, boolean alone) throws BrokerException {
    if (tags.isEmpty()) {
      return;
    }
    try {
      if (alone) {
        channel.ack(tags.get(tags.size() - 1), true);
      } else {
        for (long tag : tags) {
          channel.ack(tag, false);
        }
      }
    } finally {
      tags.clear();
    }
  }
}
