package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;

/** What one generation consumes. Thread-safe. */
interface Consumption {

  /**
   * Begins one more consumer; blocks for requests. Deliveries may arrive before it returns.
   *
   * @throws BrokerException {@code NOT_FOUND} if the queue is not there any more, or whatever the
   *     broker refuses; nothing is left then
   */
  Feed feed(DeliveryListener listener) throws BrokerException;

  /**
   * Whether the close of a feed gives back what no bean has seen, better than basic.nack. Before
   * RabbitMQ 4.3 basic.nack counts as an attempt no less, and a quorum queue without a delivery
   * limit puts what it gets back by it behind all others. There it also puts what is on its way to
   * a consumer that is cancelled, so that the consumer has to end with its channel.
   */
  default boolean closingGivesBack() {
    return false;
  }

  /** Its feeds are closed: lets go of what is left on the broker. Never throws. */
  void close();
}
