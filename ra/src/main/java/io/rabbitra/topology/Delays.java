package io.rabbitra.topology;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import io.rabbitra.amqp.QueueLife;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Delivery delay (Jakarta Messaging 3.1, section 7.9) in a fixed set of queues, without a plugin.
 *
 * <p>A delay of d seconds is 1 plus the binary number d - 1. Level n keeps a message for 2^n
 * seconds if its header for n says so, or lets it pass; then comes level n - 1. The last queue, one
 * for each exchange messages go to, keeps it for 1 second and dead-letters it there. The routing
 * key is the message's own all the way.
 *
 * <pre>
 *   exchange n ─true─→ queue n (2^n s) ─┐         ... end ─to=X─→ queue end.X (1 s) → exchange X
 *       └──────false────────────────────┴→ exchange n-1 → ...
 * </pre>
 *
 * <p>The queues are quorum queues that dead-letter at least once: a message is in the next before
 * it leaves one. Such a queue keeps trying what nobody takes, a few dozen messages at a time, and
 * would keep all others waiting; so each message also goes to a sink, a queue that holds nothing:
 * through a fanout exchange before X, or, before the default exchange, with a CC header.
 *
 * <p>Thread-safe. Remembers what it has declared; blocks for requests where it has not.
 */
public final class Delays {

  /** The longest delay: 2^23 seconds, 97 days. */
  public static final long MAX_SECONDS = 1L << 23;

  /** What begins the names of the headers that a delayed message has in addition. */
  public static final String HEADER_PREFIX = "rabbitra-delay-";

  /** The queue that holds nothing; a delayed message to a queue has it in its CC header. */
  public static final String SINK = "rabbitra.delay.sink";

  private static final String NAME = "rabbitra.delay.";
  private static final String END = NAME + "end";
  private static final String TO = HEADER_PREFIX + "to";

  private final AmqpConnection connection;
  private final Object lock = new Object();

  /** Levels below this one are declared. Guarded by {@code lock}. */
  private int declaredLevels;

  /** Target exchanges whose last queue is declared. Guarded by {@code lock}. */
  private final List<String> declaredTargets = new ArrayList<>();

  /** The delays of messages that are published on this connection. */
  public Delays(AmqpConnection connection) {
    this.connection = connection;
  }

  /**
   * What to publish so that the original arrives after the delay, rounded up to whole seconds. It
   * has no expiration: that would end it on the way. Declares what is needed and not declared yet.
   *
   * @throws IllegalArgumentException the delay is not positive or longer than {@link #MAX_SECONDS}
   * @throws BrokerException {@code NOT_FOUND} if the exchange does not exist; what the broker
   *     refuses to declare else
   */
  public Publication delayed(Publication original, long delayMillis) throws BrokerException {
    long seconds = delayMillis / 1000 + (delayMillis % 1000 > 0 ? 1 : 0);
    if (delayMillis <= 0 || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException(
          "The delivery delay is "
              + delayMillis
              + " ms: allowed are 1 ms to "
              + MAX_SECONDS
              + " s (97 days)");
    }
    long rest = seconds - 1;
    int levels = Long.SIZE - Long.numberOfLeadingZeros(rest);
    declare(levels, original.exchange());
    return new Publication(
        entry(levels),
        original.routingKey(),
        true,
        original.properties().builder().expiration(null).headers(headers(original, rest)).build(),
        original.body());
  }

  /** Declares everything again with the next message: somebody has deleted something. */
  public void forget() {
    synchronized (lock) {
      declaredLevels = 0;
      declaredTargets.clear();
    }
  }

  private static Map<String, Object> headers(Publication original, long rest) {
    Map<String, Object> own = original.properties().getHeaders();
    Map<String, Object> headers = own == null ? new HashMap<>() : new HashMap<>(own);
    // The broker drops what seems to be dead-lettered in a circle.
    headers.remove("x-death");
    headers.keySet().removeIf(name -> name.startsWith(HEADER_PREFIX));
    int levels = Long.SIZE - Long.numberOfLeadingZeros(rest);
    for (int level = 0; level < levels; level++) {
      headers.put(HEADER_PREFIX + level, (rest >> level & 1) == 1);
    }
    headers.put(TO, original.exchange());
    if (original.exchange().isEmpty()) {
      List<Object> copies = new ArrayList<>();
      if (headers.get("CC") instanceof List<?> given) {
        copies.addAll(given);
      }
      if (!copies.contains(SINK)) {
        copies.add(SINK);
      }
      headers.put("CC", copies);
    }
    return headers;
  }

  /** The exchange of the highest of so many levels. */
  private static String entry(int levels) {
    return levels == 0 ? END : NAME + (levels - 1);
  }

  private void declare(int levels, String target) throws BrokerException {
    synchronized (lock) {
      boolean targetDeclared = declaredTargets.contains(target);
      boolean renewed = targetDeclared && isForGood(target);
      if (renewed && levels <= declaredLevels) {
        return;
      }
      connection.onScratchChannel(
          channel -> {
            if (!targetDeclared) {
              declareEnd(channel, target);
            }
            if (!renewed && !target.isEmpty()) {
              channel.bindExchange(target, to(target), "", Map.of());
            }
            for (int level = declaredLevels; level < levels; level++) {
              declareLevel(channel, level);
            }
            return null;
          });
      if (!targetDeclared) {
        declaredTargets.add(target);
      }
      declaredLevels = Math.max(declaredLevels, levels);
    }
  }

  /** Another exchange may be deleted and declared again, and has no binding then. */
  private static boolean isForGood(String exchange) {
    return exchange.isEmpty() || exchange.startsWith("amq.");
  }

  private static String to(String target) {
    return Hashes.shortened(RabbitDestinationMapper.DELAYED + target, 255);
  }

  private static void declareEnd(AmqpChannel channel, String target) throws BrokerException {
    channel.declareQueue(
        SINK, QueueLife.DURABLE, Map.of("x-queue-type", "classic", "x-max-length", 0));
    String next = target;
    if (!target.isEmpty()) {
      next = to(target);
      channel.declareExchange(next, "fanout", false, false);
      channel.bindQueue(SINK, next, "", Map.of());
    }
    channel.declareExchange(END, "headers", false, false);
    String queue = Hashes.shortened(END + "." + target, 255);
    declareQueue(channel, queue, 1000, next);
    channel.bindQueue(queue, END, "", Map.of("x-match", "all", TO, target));
  }

  private static void declareLevel(AmqpChannel channel, int level) throws BrokerException {
    String name = entry(level + 1);
    String next = entry(level);
    channel.declareExchange(name, "headers", false, false);
    declareQueue(channel, name, 1000L << level, next);
    String header = HEADER_PREFIX + level;
    channel.bindQueue(name, name, "", Map.of("x-match", "all", header, true));
    channel.bindExchange(next, name, "", Map.of("x-match", "all", header, false));
  }

  private static void declareQueue(
      AmqpChannel channel, String queue, long millis, String deadLetterExchange)
      throws BrokerException {
    channel.declareQueue(
        queue,
        QueueLife.DURABLE,
        Map.of(
            "x-queue-type", "quorum",
            "x-message-ttl", millis,
            "x-dead-letter-exchange", deadLetterExchange,
            "x-dead-letter-strategy", "at-least-once",
            "x-overflow", "reject-publish"));
  }
}
