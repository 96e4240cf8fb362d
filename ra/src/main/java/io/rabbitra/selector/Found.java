package io.rabbitra.selector;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;

/**
 * A message that a {@link QueueScan} was delivered.
 *
 * @param envelope with the delivery tag, for {@link QueueScan#ack} and the like
 * @param body not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a body is not copied on its way to the message
public record Found(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {

  public long tag() {
    return envelope.getDeliveryTag();
  }

  /** How often a quorum queue delivered it in vain before; -1 where the broker does not say. */
  long deliveryCount() {
    Object count =
        properties.getHeaders() == null ? null : properties.getHeaders().get("x-delivery-count");
    return count instanceof Number number ? number.longValue() : -1;
  }
}
