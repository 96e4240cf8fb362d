package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.topology.SubscriptionInUseException;
import io.rabbitra.topology.Subscriptions;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;

/** Ends durable subscriptions. Thread-safe. */
record Unsubscriber(RabbitConnection connection) {

  /**
   * @throws InvalidDestinationException there is no such subscription
   * @throws JMSException SUBSCRIPTION_IN_USE: it has a consumer, or a message that is not
   *     acknowledged
   */
  void unsubscribe(SessionCore unit, String name) throws JMSException {
    if (name == null) {
      throw new InvalidDestinationException("a durable subscription has a name");
    }
    String clientId = connection.clientId();
    if (Subscriptions.durableQueues(clientId, name).stream().anyMatch(connection::holds)) {
      throw new JMSException(
          "a message of the subscription '" + name + "' is not acknowledged",
          "SUBSCRIPTION_IN_USE");
    }
    try {
      if (!Subscriptions.unsubscribe(unit.connection(), clientId, name)) {
        throw new InvalidDestinationException("there is no durable subscription '" + name + "'");
      }
    } catch (SubscriptionInUseException e) {
      JMSException inUse = new JMSException(e.getMessage(), "SUBSCRIPTION_IN_USE");
      inUse.initCause(e);
      throw inUse;
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    }
  }
}
