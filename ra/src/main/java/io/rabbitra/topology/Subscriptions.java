package io.rabbitra.topology;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.QueueInfo;
import io.rabbitra.amqp.QueueLife;
import io.rabbitra.topology.SubscriptionSpec.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The queues of subscriptions to topics (Jakarta Messaging 3.1, section 8.3).
 *
 * <p>A named subscription remembers on the broker what it was made for: between the topic exchange
 * and its queue stands an exchange, the marker, whose name has a hash of the definition, and which
 * the broker deletes together with the queue.
 *
 * <pre>
 *   queue  marker   consumers
 *   no     any                 made: queue, marker, marker → queue, topic → marker
 *   yes    yes                 the same subscription; a second consumer only if it is shared
 *   yes    no       none       another definition, or half made: deleted and made anew
 *   yes    no       some       conflict
 * </pre>
 *
 * <p>The bindings are made again by every use: a creation that was interrupted, or an exchange that
 * was deleted and declared again, is healed. All of it happens under a {@link BrokerLock}, so that
 * programs that do it at once do it one after the other. Stateless; blocks for requests, and up to
 * ten seconds for the lock.
 */
public final class Subscriptions {

  /** The broker notices a bit later than the application that a consumer is gone. */
  private static final Duration CONSUMER_GRACE = Duration.ofMillis(500);

  private static final int UNUSED_MILLIS = 600_000;

  /** A shared queue may go with its last consumer between any two requests. */
  private static final int ATTEMPTS = 5;

  /** Begins to consume from the queue of a subscription. */
  @FunctionalInterface
  public interface Attach {

    /**
     * Starts a consumer on a channel of its own; may be called again if the queue went away.
     *
     * @throws BrokerException {@code NOT_FOUND} if the queue is not there any more
     */
    void to(String queue) throws BrokerException;
  }

  private Subscriptions() {}

  /**
   * Finds or makes the subscription. The caller consumes from the queue; until it does, a shared
   * non-durable one is not its own yet, see {@link #open(AmqpConnection, SubscriptionSpec,
   * Attach)}.
   *
   * @return the name of the queue
   * @throws SubscriptionConflictException it has a consumer already and is not shared, or is
   *     another one; or there is one of the same name that is shared, or not
   * @throws BrokerException {@code NOT_FOUND} if the exchange of the topic does not exist
   */
  public static String open(AmqpConnection connection, SubscriptionSpec spec)
      throws BrokerException, SubscriptionConflictException {
    return open(connection, spec, queue -> {});
  }

  /**
   * Finds or makes the subscription and begins to consume from it, without anybody in between.
   *
   * @return the name of the queue
   */
  public static String open(AmqpConnection connection, SubscriptionSpec spec, Attach attach)
      throws BrokerException, SubscriptionConflictException {
    if (spec.kind() == Kind.NON_DURABLE) {
      String queue = openUnnamed(connection, spec);
      attach.to(queue);
      return queue;
    }
    String lock = SubscriptionNames.lock(spec.kind(), spec.clientId(), spec.name());
    for (int attempt = 1; ; attempt++) {
      try {
        return openAndAttach(connection, spec, lock, attach);
      } catch (BrokerException e) {
        if (e.kind() != BrokerException.Kind.NOT_FOUND
            || attempt == ATTEMPTS
            || !connection.exchangeExists(spec.topic().exchange())) {
          throw e;
        }
      }
    }
  }

  /** The queues that a durable subscription of this name may have. */
  public static List<String> durableQueues(String clientId, String name) {
    return List.of(
        SubscriptionNames.queue(Kind.DURABLE, clientId, name),
        SubscriptionNames.queue(Kind.SHARED_DURABLE, clientId, name));
  }

  /**
   * Deletes a durable subscription, shared or not, with its messages.
   *
   * @return false if there is none
   * @throws SubscriptionInUseException it has an active consumer
   */
  public static boolean unsubscribe(AmqpConnection connection, String clientId, String name)
      throws BrokerException, SubscriptionInUseException {
    String lock = SubscriptionNames.lock(Kind.DURABLE, clientId, name);
    BrokerLock held = BrokerLock.acquire(connection, lock);
    try {
      boolean unshared = deleteUnused(connection, Kind.DURABLE, clientId, name);
      boolean shared = deleteUnused(connection, Kind.SHARED_DURABLE, clientId, name);
      return unshared || shared;
    } finally {
      held.release();
    }
  }

  private static boolean deleteUnused(
      AmqpConnection connection, Kind kind, String clientId, String name)
      throws BrokerException, SubscriptionInUseException {
    String queue = SubscriptionNames.queue(kind, clientId, name);
    Optional<QueueInfo> info = withoutConsumers(connection, queue);
    if (info.isEmpty()) {
      return false;
    }
    if (info.get().consumers() > 0) {
      throw new SubscriptionInUseException(
          "The subscription '"
              + name
              + "' has an active consumer: queue '"
              + queue
              + "' has "
              + info.get().consumers());
    }
    delete(connection, queue);
    return true;
  }

  /**
   * Goes on with a non-durable subscription whose consumers are gone: binds its queue again.
   *
   * @return false if the connection has no such queue any more
   */
  public static boolean resume(AmqpConnection connection, SubscriptionSpec spec, String queue)
      throws BrokerException {
    if (!connection.queueExists(queue)) {
      return false;
    }
    return connection.onScratchChannel(
        channel -> {
          channel.bindQueue(queue, spec.topic().exchange(), spec.topic().routingKey(), Map.of());
          return true;
        });
  }

  /** Ends a consumer's part: deletes the queue of a non-durable subscription, leaves others. */
  public static void end(AmqpConnection connection, SubscriptionSpec spec, String queue)
      throws BrokerException {
    if (spec.kind() == Kind.NON_DURABLE) {
      delete(connection, queue);
    }
  }

  private static String openAndAttach(
      AmqpConnection connection, SubscriptionSpec spec, String lock, Attach attach)
      throws BrokerException, SubscriptionConflictException {
    BrokerLock held = BrokerLock.acquire(connection, lock);
    try {
      String queue = openNamed(connection, spec);
      attach.to(queue);
      return queue;
    } finally {
      held.release();
    }
  }

  private static String openUnnamed(AmqpConnection connection, SubscriptionSpec spec)
      throws BrokerException {
    String queue = SubscriptionNames.queue(spec);
    return connection.onScratchChannel(
        channel -> {
          channel.declareQueue(queue, QueueLife.EXCLUSIVE, Map.of("x-queue-type", "classic"));
          channel.bindQueue(queue, spec.topic().exchange(), spec.topic().routingKey(), Map.of());
          return queue;
        });
  }

  private static String openNamed(AmqpConnection connection, SubscriptionSpec spec)
      throws BrokerException, SubscriptionConflictException {
    refuseOtherKind(connection, spec);
    String queue = SubscriptionNames.queue(spec);
    String marker = SubscriptionNames.marker(queue, spec);
    Optional<QueueInfo> found = find(connection, queue);
    boolean same = found.isPresent() && connection.exchangeExists(marker);
    if (found.isPresent() && !(same && spec.kind() != Kind.DURABLE)) {
      found = withoutConsumers(connection, queue);
    }
    int consumers = found.map(QueueInfo::consumers).orElse(0);
    if (same && spec.kind() == Kind.DURABLE && consumers > 0) {
      throw new SubscriptionConflictException("The " + spec + " has an active consumer already");
    }
    if (!same && consumers > 0) {
      throw new SubscriptionConflictException(
          "The "
              + spec
              + " exists with another topic, selector or noLocal and has an active consumer");
    }
    boolean anew = found.isPresent() && !same;
    return connection.onScratchChannel(
        channel -> {
          if (anew) {
            channel.deleteQueue(queue);
          }
          if (!same) {
            declare(channel, spec.kind(), queue);
          }
          channel.declareExchange(marker, "fanout", true, false);
          channel.bindQueue(queue, marker, "", Map.of());
          channel.bindExchange(
              marker, spec.topic().exchange(), spec.topic().routingKey(), Map.of());
          return queue;
        });
  }

  private static void declare(AmqpChannel channel, Kind kind, String queue) throws BrokerException {
    if (kind == Kind.SHARED) {
      // Unused: nobody has consumed from it yet, and perhaps nobody will.
      channel.declareQueue(
          queue,
          QueueLife.SHARED_WHILE_USED,
          Map.of("x-queue-type", "classic", "x-expires", UNUSED_MILLIS));
    } else {
      channel.declareQueue(queue, QueueLife.DURABLE, Map.of());
    }
  }

  private static void refuseOtherKind(AmqpConnection connection, SubscriptionSpec spec)
      throws BrokerException, SubscriptionConflictException {
    Kind other =
        switch (spec.kind()) {
          case DURABLE -> Kind.SHARED_DURABLE;
          case SHARED_DURABLE -> Kind.DURABLE;
          case SHARED, NON_DURABLE -> null;
        };
    if (other != null
        && connection.queueExists(SubscriptionNames.queue(other, spec.clientId(), spec.name()))) {
      throw new SubscriptionConflictException(
          "There is "
              + (other == Kind.DURABLE ? "an unshared" : "a shared")
              + " durable subscription with the name and client identifier of the "
              + spec);
    }
  }

  /** The queue, when it has no consumer any more or after a while nevertheless has one. */
  private static Optional<QueueInfo> withoutConsumers(AmqpConnection connection, String queue)
      throws BrokerException {
    long deadline = System.nanoTime() + CONSUMER_GRACE.toNanos();
    Optional<QueueInfo> found = find(connection, queue);
    while (found.isPresent() && found.get().consumers() > 0 && System.nanoTime() < deadline) {
      BrokerLock.pause();
      found = find(connection, queue);
    }
    return found;
  }

  private static Optional<QueueInfo> find(AmqpConnection connection, String queue)
      throws BrokerException {
    try {
      return Optional.of(connection.onScratchChannel(channel -> channel.queueInfo(queue)));
    } catch (BrokerException e) {
      if (e.kind() == BrokerException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static void delete(AmqpConnection connection, String queue) throws BrokerException {
    connection.onScratchChannel(
        channel -> {
          channel.deleteQueue(queue);
          return null;
        });
  }
}
