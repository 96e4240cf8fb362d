package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;

/** Consumers of one queue, each on a channel of its own. */
class ChannelConsumption implements Consumption {

  private final AmqpConnection connection;
  private final String queue;
  private final Consumers consumers;

  ChannelConsumption(AmqpConnection connection, String queue, Consumers consumers) {
    this.connection = connection;
    this.queue = queue;
    this.consumers = consumers;
  }

  @Override
  public Feed feed(DeliveryListener listener) throws BrokerException {
    return consumers.begin(connection, queue, listener);
  }

  @Override
  public boolean closingGivesBack() {
    return connection.nackCountsAsAttempt();
  }

  @Override
  public void close() {
    // A consumer leaves nothing behind.
  }
}
