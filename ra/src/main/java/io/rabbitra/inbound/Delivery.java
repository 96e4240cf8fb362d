package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;

/** One basic.deliver that waits for its bean. */
record Delivery(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {

  long tag() {
    return envelope.getDeliveryTag();
  }
}
