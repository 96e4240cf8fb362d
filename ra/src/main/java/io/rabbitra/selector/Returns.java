package io.rabbitra.selector;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.BrokerException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Gives messages back to their queue (basic.nack) and waits until it has them: a queue takes them
 * back asynchronously, and answers a passive declare before that. Acknowledges what was moved.
 *
 * <p>A quorum queue before RabbitMQ 4.3 puts more than 32 messages that come back at once in any
 * order, and merges what comes back faster than it can keep up with. There they go in portions.
 */
final class Returns {

  private static final int PORTION = 32;
  private static final int PORTIONS_AT_ONCE = 16;

  /** How long to wait without progress for what others may have taken: 100 ms. */
  private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  /** And for what may be missing only because it has expired: 500 ms. */
  private static final long LONG_GRACE = TimeUnit.MILLISECONDS.toNanos(500);

  /** What a quorum queue may need to take a message back: 0.1 ms. */
  private static final long NANOS_PER_MESSAGE = 100_000;

  private final AmqpChannel channel;
  private final String queue;
  private final boolean inPortions;

  Returns(AmqpChannel channel, String queue, boolean inPortions) {
    this.channel = channel;
    this.queue = queue;
    this.inPortions = inPortions;
  }

  /**
   * Settles the deliveries of a range in ascending order, so that one basic.ack or basic.nack does
   * for many.
   *
   * @param kept tags in the range that stay with the channel
   * @param moved tags in the range that are acknowledged; the others are given back
   * @param lowestHeld the lowest tag that stays with the channel, of this range or an earlier one
   * @param before how many messages of the queue are ready now
   * @param shared whether other consumers may take them at once
   * @return how many are ready then
   */
  long settle(
      long first,
      long last,
      Set<Long> kept,
      Set<Long> moved,
      long lowestHeld,
      long before,
      boolean shared)
      throws BrokerException {
    long ready = before;
    long next = first;
    while (next <= last) {
      long returned = 0;
      for (int sent = 0; next <= last && (sent < PORTIONS_AT_ONCE || !inPortions); ) {
        if (kept.contains(next)) {
          next++;
          continue;
        }
        boolean ack = moved.contains(next);
        boolean multiple = next < lowestHeld;
        long most = multiple ? Math.min(last, lowestHeld - 1) : next;
        if (inPortions && !ack) {
          most = Math.min(most, next - 1 + PORTION);
        }
        long end = next;
        while (end < most && moved.contains(end + 1) == ack) {
          end++;
        }
        if (ack) {
          channel.ack(end, multiple);
        } else {
          channel.giveBack(end, multiple);
          returned += end - next + 1;
        }
        sent++;
        next = end + 1;
      }
      if (returned > 0) {
        ready = await(ready, returned, shared);
      }
    }
    return ready;
  }

  private long await(long before, long returned, boolean shared) throws BrokerException {
    long progress = System.nanoTime();
    long pause = TimeUnit.MILLISECONDS.toNanos(1);
    long patience = shared ? GRACE : LONG_GRACE + returned * NANOS_PER_MESSAGE;
    long ready = channel.queueInfo(queue).ready();
    while (ready < before + returned && System.nanoTime() - progress < patience) {
      try {
        TimeUnit.NANOSECONDS.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      long now = channel.queueInfo(queue).ready();
      if (now > ready) {
        progress = System.nanoTime();
      }
      ready = now;
    }
    return ready;
  }
}
