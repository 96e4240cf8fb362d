package io.rabbitra.amqp;

import io.rabbitra.config.BrokerProperties;
import jakarta.resource.ResourceException;

/**
 * What a resource adapter lends the beans associated with it: its connections and its settings.
 * Implemented by the ResourceAdapter itself, which the rooms below must not know.
 */
public interface AmqpAccess {

  /**
   * @throws ResourceException if the adapter is not started
   */
  AmqpRuntime runtime() throws ResourceException;

  /** What the adapter's own configuration says about the broker. */
  BrokerProperties brokerProperties();
}
