package io.rabbitra.message;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a message before this delivery, as far as the adapter has published it again after
 * failures. Only so a message can be counted exactly on every kind of queue, and delayed.
 *
 * <p>Such a copy tells its history in the header {@code rabbitra-redelivery}, a table. The history
 * holds for copies only as they arrive: through the default exchange, in the queue they were
 * published to, and not dead-lettered since by anything but the end of a delay. What somebody moved
 * to another queue, or what comes back through a dead-letter exchange, begins anew.
 *
 * @param exchange that the message was published to originally
 * @param routingKey that it was published with originally
 * @param failed deliveries that failed before this one
 * @param delivered how often it was handed out before, as earlier copies
 * @param expires when it has outlived its time to live, in ms since the epoch; 0 if it does not, or
 *     nothing failed yet
 * @param headers those that the broker would act upon, and that the copy has not for this reason
 */
public record RedeliveryHistory(
    String exchange,
    String routingKey,
    long failed,
    long delivered,
    long expires,
    Map<String, Object> headers) {

  private static final String QUEUE = "queue";
  private static final String EXCHANGE = "exchange";
  private static final String ROUTING_KEY = "routing-key";
  private static final String FAILED = "failed";
  private static final String DELIVERED = "delivered";
  private static final String EXPIRES = "expires";
  private static final String HEADERS = "headers";
  private static final String FURTHER_QUEUES = "CC";

  /** The history of a delivery; an empty one if it has none, or one that does not hold. */
  public static RedeliveryHistory of(Envelope envelope, AMQP.BasicProperties properties) {
    Map<String, Object> headers = headersOf(properties);
    if (headers.get(WireNames.REDELIVERY) instanceof Map<?, ?> told
        && "".equals(envelope.getExchange())
        && text(told, QUEUE) != null
        && text(told, QUEUE).equals(envelope.getRoutingKey())
        && text(told, EXCHANGE) != null
        && text(told, ROUTING_KEY) != null
        && !wasDeadLettered(headers)) {
      return new RedeliveryHistory(
          text(told, EXCHANGE),
          text(told, ROUTING_KEY),
          number(told, FAILED),
          number(told, DELIVERED),
          number(told, EXPIRES),
          keptHeaders(told.get(HEADERS)));
    }
    return new RedeliveryHistory(
        envelope.getExchange(), envelope.getRoutingKey(), 0, 0, 0, Map.of());
  }

  /** Whether the delivery is a copy that the adapter published. */
  public boolean isOfCopy() {
    return delivered > 0;
  }

  /**
   * How often the message has been handed out, this delivery included: JMSXDeliveryCount. At least
   * that, where neither the broker nor the adapter has counted.
   */
  public int deliveryCount(Envelope envelope, AMQP.BasicProperties properties) {
    ReceivedHeaders received = new ReceivedHeaders(headersOf(properties), envelope.isRedeliver());
    return (int) Math.min(Integer.MAX_VALUE, delivered + received.deliveryCount());
  }

  /** Whether the message has been handed out before: JMSRedelivered. */
  public boolean isRedelivered(Envelope envelope) {
    return envelope.isRedeliver() || isOfCopy();
  }

  /**
   * The headers of a delivery for a bean that wants AMQP as it is: without what the adapter added
   * when it published the message again, with what it took out.
   */
  public Map<String, Object> shownHeaders(AMQP.BasicProperties properties) {
    Map<String, Object> shown = new HashMap<>(headersOf(properties));
    if (isOfCopy()) {
      shown.remove(WireNames.REDELIVERY);
      shown.keySet().removeIf(name -> isKept(name) || name.startsWith(WireNames.DELAY));
      shown.putAll(headers);
    }
    return shown;
  }

  /**
   * The history of the copy, if this delivery has failed too.
   *
   * <p>The time to live of an original counts from its timestamp. A sender's clock that contradicts
   * the broker, which has not expired the message, is not believed; the time to live then begins
   * anew, once.
   *
   * @param now in ms since the epoch
   */
  public RedeliveryHistory afterFailure(
      Envelope envelope, AMQP.BasicProperties properties, long now) {
    Map<String, Object> wire = headersOf(properties);
    ReceivedHeaders received = new ReceivedHeaders(wire, envelope.isRedeliver());
    Map<String, Object> kept = headers;
    if (!isOfCopy()) {
      kept = new HashMap<>();
      if (!WireNames.wasDelayed(wire)) {
        for (Map.Entry<String, Object> header : wire.entrySet()) {
          if (isKept(header.getKey())) {
            kept.put(header.getKey(), header.getValue());
          }
        }
      }
    }
    return new RedeliveryHistory(
        exchange,
        routingKey,
        failed + 1,
        deliveryCount(envelope, properties),
        isOfCopy() ? expires : expiry(properties, received, now),
        kept);
  }

  /**
   * The properties of a copy with this history, for basic.publish to the default exchange.
   *
   * @param properties of the delivery that failed
   * @param now in ms since the epoch; the copy has what is left of its time to live, at least 1 ms
   */
  public AMQP.BasicProperties copy(String queue, AMQP.BasicProperties properties, long now) {
    Map<String, Object> own = withoutJourney(properties);
    own.keySet().removeIf(WireNames::isDeath);
    String expiration = null;
    if (expires != 0) {
      expiration = Long.toString(Math.max(1, expires - now));
      Long timeToLive = timeToLive(properties);
      if (!own.containsKey(WireNames.EXPIRATION) && timeToLive != null) {
        long sent = new ReceivedHeaders(own, false).timestamp(properties.getTimestamp());
        own.put(WireNames.EXPIRATION, (sent == 0 ? now : sent) + timeToLive);
      }
    }
    Map<String, Object> told = new HashMap<>();
    told.put(QUEUE, queue);
    told.put(EXCHANGE, exchange);
    told.put(ROUTING_KEY, routingKey);
    told.put(FAILED, failed);
    told.put(DELIVERED, delivered);
    told.put(EXPIRES, expires);
    told.put(HEADERS, headers);
    own.put(WireNames.REDELIVERY, told);
    return properties.builder().headers(own).expiration(expiration).build();
  }

  /**
   * The properties the message had before the adapter published it again, for sending it somewhere
   * else: with its dead-lettering history, but nothing that would route it further, count its
   * attempts or let it expire there.
   */
  public AMQP.BasicProperties original(AMQP.BasicProperties properties) {
    Map<String, Object> own = withoutJourney(properties);
    if (isOfCopy() || WireNames.wasDelayed(own)) {
      own.keySet().removeIf(WireNames::isDeath);
    }
    own.putAll(headers);
    own.remove(FURTHER_QUEUES);
    own.remove(WireNames.EXPIRATION);
    return properties.builder().headers(own).expiration(null).build();
  }

  /**
   * How many attempts to deliver a message failed before this one, as the broker counts: quorum
   * queues only, and a consumer that was cut off counts too.
   */
  public static long countedByBroker(AMQP.BasicProperties properties) {
    return number(headersOf(properties), WireNames.DELIVERY_COUNT);
  }

  private static Map<String, Object> withoutJourney(AMQP.BasicProperties properties) {
    Map<String, Object> own = new HashMap<>(headersOf(properties));
    own.remove(WireNames.DELIVERY_COUNT);
    own.remove(WireNames.ACQUIRED_COUNT);
    own.remove(WireNames.REDELIVERY);
    own.remove(FURTHER_QUEUES);
    own.keySet().removeIf(name -> name.startsWith(WireNames.DELAY));
    return own;
  }

  private static long expiry(AMQP.BasicProperties properties, ReceivedHeaders headers, long now) {
    Long timeToLive = timeToLive(properties);
    if (timeToLive == null) {
      Long unwatched = properties.getExpiration() == null ? headers.expiration() : null;
      return unwatched == null ? 0 : unwatched;
    }
    long sent = headers.timestamp(properties.getTimestamp());
    long rest = sent == 0 ? timeToLive : sent + timeToLive - now;
    return now + (rest <= 0 || rest > timeToLive ? timeToLive : rest);
  }

  private static Long timeToLive(AMQP.BasicProperties properties) {
    try {
      String given = properties.getExpiration();
      // More than the broker takes: 2^32 ms.
      return given == null ? null : Long.valueOf(Math.min(Long.parseLong(given), 1L << 32));
    } catch (NumberFormatException notTime) {
      return null;
    }
  }

  private static boolean wasDeadLettered(Map<String, Object> headers) {
    if (headers.get(WireNames.DEATHS) instanceof List<?> deaths) {
      for (Object death : deaths) {
        if (!(death instanceof Map<?, ?> table)
            || !String.valueOf(table.get(QUEUE)).startsWith(WireNames.DELAY_QUEUES)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Map<String, Object> headersOf(AMQP.BasicProperties properties) {
    return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
  }

  private static Map<String, Object> keptHeaders(Object told) {
    Map<String, Object> kept = new HashMap<>();
    if (told instanceof Map<?, ?> table) {
      for (Map.Entry<?, ?> entry : table.entrySet()) {
        String name = String.valueOf(entry.getKey());
        if (isKept(name)) {
          kept.put(name, entry.getValue());
        }
      }
    }
    return kept;
  }

  private static boolean isKept(String header) {
    return WireNames.isDeath(header) || header.equals(FURTHER_QUEUES);
  }

  private static String text(Map<?, ?> table, String name) {
    Object value = table.get(name);
    return value == null ? null : value.toString();
  }

  private static long number(Map<?, ?> table, String name) {
    return table.get(name) instanceof Number number ? Math.max(0, number.longValue()) : 0;
  }
}
