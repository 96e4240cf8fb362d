package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import java.util.Objects;

/**
 * One message for basic.publish.
 *
 * @param exchange empty for the default exchange
 * @param mandatory whether a message that no queue takes comes back (basic.return)
 * @param properties message-id must be unique among the unconfirmed messages of its channel
 * @param body not copied; must not change until the message is confirmed
 */
public record Publication(
    String exchange,
    String routingKey,
    boolean mandatory,
    AMQP.BasicProperties properties,
    byte[] body) {

  public Publication {
    Objects.requireNonNull(exchange, "exchange");
    Objects.requireNonNull(routingKey, "routingKey");
    Objects.requireNonNull(properties, "properties");
    Objects.requireNonNull(body, "body");
  }

  /** Where it goes, in words. */
  static String target(String exchange, String routingKey) {
    return exchange.isEmpty()
        ? "queue '" + routingKey + "'"
        : "exchange '" + exchange + "' with routing key '" + routingKey + "'";
  }

  @Override
  public String toString() {
    return "message " + properties.getMessageId() + " to " + target(exchange, routingKey);
  }
}
