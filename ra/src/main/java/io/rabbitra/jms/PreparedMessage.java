package io.rabbitra.jms;

import io.rabbitra.amqp.Publication;
import io.rabbitra.destination.RabbitDestination;

/**
 * A message ready for the wire.
 *
 * @param deliveryTime milliseconds since the epoch, 0 = not delayed
 */
record PreparedMessage(RabbitDestination destination, Publication publication, long deliveryTime) {

  String messageId() {
    return publication.properties().getMessageId();
  }
}
