package io.rabbitra.message;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;

/**
 * The names of destinations on the wire. Implementations are safe for any thread; the two methods
 * that read from the wire never throw.
 */
public interface DestinationMapper {

  /**
   * The AMQP property {@code reply-to} for a destination.
   *
   * @param destination a destination of any provider, or null
   * @return the address, null for null
   * @throws JMSException the destination cannot be addressed through RabbitMQ
   */
  String toReplyTo(Destination destination) throws JMSException;

  /**
   * The destination that a {@code reply-to} names.
   *
   * @param replyTo the property of a received message, or null
   * @return the destination, null if the property is null, empty or names nothing
   */
  Destination fromReplyTo(String replyTo);

  /**
   * The destination that a delivered message was sent to.
   *
   * @param exchange the exchange of {@code basic.deliver}; "" is the default exchange
   * @param routingKey the routing key of {@code basic.deliver}
   * @return the destination, null if the two name nothing
   */
  Destination fromDelivery(String exchange, String routingKey);
}
