package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;

/** Where the messages of an endpoint come from. Used by one attempt after the other. */
interface Source {

  /** Begins to consume. */
  @FunctionalInterface
  interface Start {

    /**
     * Opens the first feeds. May be called again with another consumption if the queue went away
     * meanwhile; the feeds of the one before are closed then.
     */
    void with(Consumption consumption) throws BrokerException;
  }

  /**
   * Makes ready on the broker what is consumed from, and has the first feeds opened. Blocks for
   * requests.
   *
   * @throws BrokerException what the broker refuses; nothing is left then but what the caller has
   *     opened
   */
  Consumption open(AmqpConnection connection, Start first) throws BrokerException;

  /** For people: queue 'orders'. */
  String describe();
}
