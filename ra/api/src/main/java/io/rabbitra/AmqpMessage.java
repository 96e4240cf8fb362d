package io.rabbitra;

import java.util.Arrays;
import java.util.Objects;

/**
 * One message for basic.publish: where to, its properties, its body. Immutable and thread-safe;
 * equality is by value.
 */
public final class AmqpMessage {

  private static final String DEFAULT_EXCHANGE = "";

  private final String exchange;
  private final String routingKey;
  private final boolean mandatory;
  private final AmqpProperties properties;
  private final byte[] body;

  private AmqpMessage(
      String exchange,
      String routingKey,
      boolean mandatory,
      AmqpProperties properties,
      byte[] body) {
    this.exchange = exchange;
    this.routingKey = routingKey;
    this.mandatory = mandatory;
    this.properties = properties;
    this.body = body;
  }

  /**
   * A message, mandatory, to an exchange.
   *
   * @param exchange its name, empty for the default exchange; at most 255 bytes of UTF-8
   * @param routingKey may be empty, as for a fanout exchange; at most 255 bytes of UTF-8
   * @param body copied; the broker bounds it: 16 MiB with the defaults of RabbitMQ 4.3
   * @throws IllegalArgumentException a name is null or too long
   * @throws NullPointerException properties or body are null
   */
  public static AmqpMessage of(
      String exchange, String routingKey, AmqpProperties properties, byte[] body) {
    return new AmqpMessage(
        ShortStrings.require("exchange", exchange),
        ShortStrings.require("routingKey", routingKey),
        true,
        Objects.requireNonNull(properties, "properties"),
        Objects.requireNonNull(body, "body").clone());
  }

  /**
   * A message, mandatory, to a queue through the default exchange.
   *
   * @see #of
   */
  public static AmqpMessage toQueue(String queue, AmqpProperties properties, byte[] body) {
    return of(DEFAULT_EXCHANGE, queue, properties, body);
  }

  /**
   * The same message, mandatory or not.
   *
   * @param mandatory whether it is an error that no queue takes the message (basic.return); if not,
   *     the broker confirms such a message and drops it
   */
  public AmqpMessage withMandatory(boolean mandatory) {
    return new AmqpMessage(exchange, routingKey, mandatory, properties, body);
  }

  /** The exchange; empty for the default exchange. */
  public String exchange() {
    return exchange;
  }

  public String routingKey() {
    return routingKey;
  }

  /** Whether it is an error that no queue takes the message. */
  public boolean isMandatory() {
    return mandatory;
  }

  public AmqpProperties properties() {
    return properties;
  }

  /** The body; a copy of its own for the caller. */
  public byte[] body() {
    return body.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AmqpMessage that
        && exchange.equals(that.exchange)
        && routingKey.equals(that.routingKey)
        && mandatory == that.mandatory
        && properties.equals(that.properties)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(exchange, routingKey, mandatory, properties, Arrays.hashCode(body));
  }

  /** Where it goes and its properties; of the body only the size. */
  @Override
  public String toString() {
    return "AmqpMessage[exchange '"
        + exchange
        + "', routing key '"
        + routingKey
        + "', "
        + (mandatory ? "mandatory, " : "")
        + body.length
        + " bytes, "
        + properties
        + "]";
  }
}
