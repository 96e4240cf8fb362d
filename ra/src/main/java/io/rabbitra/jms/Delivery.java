package io.rabbitra.jms;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import jakarta.jms.JMSException;

/**
 * basic.deliver to a {@link QueueReader}, that waits to be taken.
 *
 * @param sinceNanos when it came, of {@link System#nanoTime}
 */
@SuppressWarnings("ArrayRecordComponent") // a body is not copied on its way to the message
record Delivery(
    QueueReader owner,
    Envelope envelope,
    AMQP.BasicProperties properties,
    byte[] body,
    long sinceNanos) {

  long tag() {
    return envelope.getDeliveryTag();
  }

  /** See {@link QueueReader#admit}. */
  Taken admit() throws JMSException {
    return owner.admit(this);
  }
}
