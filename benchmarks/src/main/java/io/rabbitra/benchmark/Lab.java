package io.rabbitra.benchmark;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The broker of a run and the plain client that fills and empties it. Used by one thread at a time.
 *
 * @param work how much is done in a round, 1 for as much as a measurement wants
 */
public record Lab(RabbitBroker broker, double work) implements AutoCloseable {

  private static final int IN_FLIGHT = 1_000;

  /** With a broker of its own, or the one the user names; see {@link RabbitBrokers}. */
  public static Lab open(double work) {
    return new Lab(RabbitBrokers.start(), work);
  }

  /** So many messages, or fewer in a short run. */
  public int messages(int full) {
    return Math.max(20, (int) (full * work));
  }

  /** A name for a queue that nobody has. */
  public String newName(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  /** A connection of the plain client as it comes, without recovery. */
  public Connection connect() throws Exception {
    ConnectionFactory factory = factory();
    return factory.newConnection("benchmark");
  }

  /** A factory of the plain client, without recovery. */
  public ConnectionFactory factory() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri());
    factory.setAutomaticRecoveryEnabled(false);
    return factory;
  }

  /** A durable queue of the type, {@code classic} or {@code quorum}. */
  public void declare(String queue, String type) throws Exception {
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", type));
    }
  }

  /** Publishes persistent messages and returns when all are confirmed. */
  public void fill(String queue, int messages, int bytes) throws Exception {
    byte[] body = new byte[bytes];
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      for (int i = 1; i <= messages; i++) {
        channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, body);
        if (i % IN_FLIGHT == 0) {
          channel.waitForConfirmsOrDie(TimeUnit.MINUTES.toMillis(1));
        }
      }
      channel.waitForConfirmsOrDie(TimeUnit.MINUTES.toMillis(1));
    }
  }

  /**
   * Deletes the queue.
   *
   * @throws IllegalStateException it does not have so many messages, ready and unacknowledged, once
   *     nobody consumes from it
   */
  public void delete(String queue, int expected) throws Exception {
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      long left = channel.messageCount(queue);
      // The counts of quorum queues come a moment late.
      while (left != expected && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(5);
        left = channel.messageCount(queue);
      }
      channel.queueDelete(queue);
      if (left != expected) {
        throw new IllegalStateException(
            queue + " has " + left + " messages, expected are " + expected);
      }
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
