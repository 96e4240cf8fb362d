package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;

/**
 * What a consumer on an {@link AmqpChannel} is told.
 *
 * <p>Every method is called on an event loop that serves all connections of the adapter, possibly
 * with a lock of the client held: it may fill a buffer or hand over to an executor; it must neither
 * block, nor throw, nor call back into the channel.
 */
public interface DeliveryListener {

  /** basic.deliver. The message stays with the consumer until it is settled on its channel. */
  void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body);

  /**
   * basic.cancel sent by the broker: the consumer is gone (queue deleted, its node down, delivery
   * acknowledgement timeout). The channel is still open; it must not be consumed from again.
   */
  void cancelled();

  /** The channel, or its connection, ended. */
  void closed(BrokerException failure);
}
