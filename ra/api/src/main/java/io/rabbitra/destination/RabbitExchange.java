package io.rabbitra.destination;

import java.util.Objects;

/**
 * A routing key on any other exchange: where a program that does not know Jakarta Messaging sent a
 * message, or wants the reply. It is neither a queue nor a topic, but a producer can send to it.
 */
public final class RabbitExchange extends RabbitDestination {

  private static final long serialVersionUID = 1L;

  private final String exchange;
  private final String routingKey;

  /**
   * The routing key on the exchange; it may be empty, as for a fanout exchange.
   *
   * @throws IllegalArgumentException the exchange is not 1 to 255 bytes of UTF-8
   */
  public RabbitExchange(String exchange, String routingKey) {
    this.exchange = Names.require("exchange", exchange);
    this.routingKey = Objects.requireNonNull(routingKey, "routingKey");
  }

  @Override
  public String exchange() {
    return exchange;
  }

  @Override
  public String routingKey() {
    return routingKey;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RabbitExchange that
        && exchange.equals(that.exchange)
        && routingKey.equals(that.routingKey);
  }

  @Override
  public int hashCode() {
    return Objects.hash(exchange, routingKey);
  }

  @Override
  public String toString() {
    return "exchange " + exchange + ", routing key '" + routingKey + "'";
  }
}
