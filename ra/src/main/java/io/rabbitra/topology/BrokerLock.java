package io.rabbitra.topology;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.BrokerException.Kind;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.amqp.QueueLife;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A lock that all programs of a virtual host share: a queue that is exclusive to its connection,
 * and on it a consumer that is exclusive among the channels of that connection. It goes with either
 * of them, so that nobody can leave it behind.
 */
final class BrokerLock {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final long RETRY_MILLIS = 20;

  private final AmqpChannel channel;
  private final String name;

  private BrokerLock(AmqpChannel channel, String name) {
    this.channel = channel;
    this.name = name;
  }

  /**
   * Waits up to ten seconds for the lock.
   *
   * @throws BrokerException {@code RESOURCE_LOCKED} if somebody has it for longer
   */
  static BrokerLock acquire(AmqpConnection connection, String name) throws BrokerException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (true) {
      AmqpChannel channel = connection.openChannel();
      try {
        channel.declareQueue(name, QueueLife.EXCLUSIVE, Map.of("x-queue-type", "classic"));
        channel.consume(name, true, Map.of(), new Nothing());
        return new BrokerLock(channel, name);
      } catch (BrokerException e) {
        channel.close();
        if (!isHeld(e)) {
          throw e;
        }
        if (System.nanoTime() > deadline) {
          throw new BrokerException(
              Kind.RESOURCE_LOCKED,
              "another program has held the lock "
                  + name
                  + " for "
                  + LONGEST_WAIT.toSeconds()
                  + " s",
              e);
        }
      }
      pause();
    }
  }

  /** Not found: the holder has deleted the queue between the two requests. */
  private static boolean isHeld(BrokerException e) {
    return e.kind() == Kind.RESOURCE_LOCKED
        || (e.kind() == Kind.ACCESS_REFUSED && e.getMessage().contains("in exclusive use"))
        || e.kind() == Kind.NOT_FOUND;
  }

  /** Waits a little for something another program does. */
  static void pause() throws BrokerException {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(Kind.CLOSED, "interrupted while waiting for another program", e);
    }
  }

  /** Lets the next one have it. */
  void release() throws BrokerException {
    try {
      channel.deleteQueue(name);
    } finally {
      channel.close();
    }
  }

  private static final class Nothing implements DeliveryListener {

    @Override
    public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      // Nobody sends to a lock; a message that comes nevertheless goes with the queue.
    }

    @Override
    public void cancelled() {
      // Its holder finds out when it needs the broker next.
    }

    @Override
    public void closed(BrokerException failure) {
      // Its holder finds out when it needs the broker next.
    }
  }
}
