package io.rabbitra.destination.mapping;

import io.rabbitra.destination.Names;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitExchange;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTemporaryQueue;
import io.rabbitra.destination.RabbitTemporaryTopic;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.destination.TemporaryNames;
import io.rabbitra.message.DestinationMapper;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Names of destinations on the wire. A queue is its plain name, which every AMQP program
 * understands as a routing key of the default exchange; that covers the direct reply-to {@code
 * amq.rabbitmq.reply-to.*} too. Topics and exchanges have no such form and use RabbitMQ's address
 * format of version 4, {@code /exchanges/exchange/routing-key}, percent-encoded; so does, as {@code
 * /queues/name}, a queue whose plain name could be taken for an address. Temporary destinations are
 * known by their names, see {@link TemporaryNames}. Stateless.
 */
public final class RabbitDestinationMapper implements DestinationMapper {

  /**
   * What begins the name of the exchange through which a delayed message leaves its delay, before
   * that of the exchange it was sent to.
   */
  public static final String DELAYED = "rabbitra.delay.to.";

  private static final String EXCHANGES = "/exchanges/";
  private static final String QUEUES = "/queues/";

  @Override
  public String toReplyTo(Destination destination) throws JMSException {
    if (destination == null) {
      return null;
    }
    if (destination instanceof RabbitDestination own) {
      return address(destination, own.exchange(), own.routingKey());
    }
    // One object may be both: the classic providers' destinations of older times were.
    if (destination instanceof Queue queue) {
      return address(destination, "", queue.getQueueName());
    }
    if (destination instanceof Topic topic) {
      return address(destination, RabbitTopic.EXCHANGE, topic.getTopicName());
    }
    throw new InvalidDestinationException(
        "JMSReplyTo: " + destination.getClass().getName() + " is neither a queue nor a topic");
  }

  private static String address(Destination destination, String exchange, String routingKey)
      throws InvalidDestinationException {
    if (routingKey == null || (exchange.isEmpty() && routingKey.isEmpty())) {
      throw new InvalidDestinationException(
          "JMSReplyTo: the " + destination.getClass().getSimpleName() + " has no name");
    }
    if (!exchange.isEmpty()) {
      return EXCHANGES + encode(exchange) + (routingKey.isEmpty() ? "" : "/" + encode(routingKey));
    }
    boolean looksLikeAddress = routingKey.startsWith(EXCHANGES) || routingKey.startsWith(QUEUES);
    return looksLikeAddress ? QUEUES + encode(routingKey) : routingKey;
  }

  @Override
  public Destination fromReplyTo(String replyTo) {
    if (replyTo == null) {
      return null;
    }
    try {
      if (replyTo.startsWith(QUEUES)) {
        return fromDelivery("", decode(replyTo.substring(QUEUES.length())));
      }
      if (replyTo.startsWith(EXCHANGES)) {
        String[] parts = replyTo.substring(EXCHANGES.length()).split("/", -1);
        if (parts.length <= 2 && !parts[0].isEmpty()) {
          return fromDelivery(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
        }
      }
    } catch (IllegalArgumentException badEscape) {
      return fromDelivery("", replyTo);
    }
    return fromDelivery("", replyTo);
  }

  /** The exchange that a message was sent to, which came through this one; null for null. */
  public static String origin(String exchange) {
    return exchange != null && exchange.startsWith(DELAYED)
        ? exchange.substring(DELAYED.length())
        : exchange;
  }

  @Override
  public Destination fromDelivery(String through, String routingKey) {
    String exchange = origin(through);
    boolean named = Names.isValid(routingKey);
    if (exchange == null || exchange.isEmpty()) {
      return named ? queue(routingKey) : null;
    }
    if (exchange.equals(RabbitTopic.EXCHANGE) && named) {
      return TemporaryNames.isTemporary(routingKey)
          ? new RabbitTemporaryTopic(routingKey)
          : new RabbitTopic(routingKey);
    }
    return Names.isValid(exchange)
        ? new RabbitExchange(exchange, routingKey == null ? "" : routingKey)
        : null;
  }

  private static RabbitDestination queue(String name) {
    return TemporaryNames.isTemporary(name)
        ? new RabbitTemporaryQueue(name)
        : new RabbitQueue(name);
  }

  /** URLEncoder is for forms, where a space is a plus. */
  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
