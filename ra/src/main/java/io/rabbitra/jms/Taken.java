package io.rabbitra.jms;

import io.rabbitra.message.RabbitMessage;
import jakarta.jms.JMSException;

/**
 * A message the application has, or is about to get, that is not settled with the broker yet.
 *
 * @param key in the {@link DeliveryMemory}, or null
 */
record Taken(RabbitMessage message, Settler reader, long tag, String key) {

  void acknowledge() throws JMSException {
    reader.acknowledge(this);
  }
}
