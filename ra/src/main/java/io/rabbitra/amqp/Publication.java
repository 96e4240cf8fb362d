package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import java.util.Objects;

/**
 * One message for basic.publish.
 *
 * @param exchange empty for the default exchange
 * @param mandatory whether a message that no queue takes comes back (basic.return)
 * @param properties a message-id tells which message comes back, where several that are alike are
 *     unconfirmed on one channel
 * @param body not copied; must not change until the message is confirmed
 */
public record Publication(
    String exchange,
    String routingKey,
    boolean mandatory,
    AMQP.BasicProperties properties,
    byte[] body) {

  private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to.";

  public Publication {
    Objects.requireNonNull(exchange, "exchange");
    Objects.requireNonNull(routingKey, "routingKey");
    Objects.requireNonNull(properties, "properties");
    Objects.requireNonNull(body, "body");
  }

  /**
   * Whether it goes to a direct reply, of which RabbitMQ must not be asked to return what no queue
   * takes: before version 4.3 it returns what it has delivered, and the requester may be gone.
   */
  public static boolean isDirectReply(String exchange, String routingKey) {
    return exchange.isEmpty() && routingKey.startsWith(DIRECT_REPLY_TO);
  }

  /**
   * Whether the broker may have it though it failed to be published: an exchange may have given it
   * to some queues when another one refuses it.
   */
  public boolean mayBePublished(BrokerException failure) {
    return failure.outcomeUnknown()
        || (failure.kind() == BrokerException.Kind.NACKED && !exchange.isEmpty());
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
