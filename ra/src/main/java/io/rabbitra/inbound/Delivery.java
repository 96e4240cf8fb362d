package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.message.Expiration;

/**
 * One basic.deliver that waits for its bean.
 *
 * @param sinceNanos when it came here, of {@link System#nanoTime}
 */
record Delivery(Envelope envelope, AMQP.BasicProperties properties, byte[] body, long sinceNanos) {

  /** One that comes now. */
  Delivery(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    this(envelope, properties, body, System.nanoTime());
  }

  /** Whether it has outlived its time to live, as the broker cannot always know. */
  boolean isExpired() {
    return Expiration.of(envelope, properties).isOver(System.nanoTime() - sinceNanos);
  }

  long tag() {
    return envelope.getDeliveryTag();
  }
}
