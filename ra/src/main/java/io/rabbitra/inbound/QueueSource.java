package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import java.util.concurrent.atomic.AtomicReference;

/** A queue, each session with a consumer and a channel of its own. */
final class QueueSource implements Source {

  private final EndpointQueue queue;
  private final Consumers consumers;

  QueueSource(EndpointQueue queue, Consumers consumers) {
    this.queue = queue;
    this.consumers = consumers;
  }

  @Override
  public Consumption open(AmqpConnection connection, Start first) throws BrokerException {
    consumers.beginGeneration(connection, queue.name());
    AtomicReference<Consumption> opened = new AtomicReference<>();
    queue.use(
        connection,
        () -> {
          Consumption consumption = new ChannelConsumption(connection, queue.name(), consumers);
          first.with(consumption);
          opened.set(consumption);
        });
    return opened.get();
  }

  @Override
  public String describe() {
    return queue.toString();
  }
}
