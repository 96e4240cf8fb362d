package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.topology.Binding;
import io.rabbitra.topology.QueueDeclarations;
import java.util.List;

/** The queue of an endpoint, made ready as declare, bindings and missingQueue say. Stateless. */
final class EndpointQueue {

  /** What needs the queue. */
  @FunctionalInterface
  interface Use {
    void begin() throws BrokerException;
  }

  private final RabbitQueue queue;
  private final List<Binding> bindings;
  private final MissingQueue missing;

  EndpointQueue(RabbitQueue queue, List<QueueBinding> bindings, MissingQueue missing) {
    this.queue = queue;
    this.bindings =
        bindings.stream().map(one -> new Binding(one.exchange(), one.routingKey())).toList();
    this.missing = missing;
  }

  String name() {
    return queue.getQueueName();
  }

  /**
   * Makes the queue ready and has it used; once more if it is to be declared because it was found
   * missing.
   *
   * @throws BrokerException {@code NOT_FOUND} names the queue or exchange that does not exist
   */
  void use(AmqpConnection connection, Use use) throws BrokerException {
    try {
      QueueDeclarations.ensure(connection, queue, bindings);
      use.begin();
    } catch (BrokerException e) {
      if (missing != MissingQueue.DECLARE || !MissingQueue.isMissing(e)) {
        throw e;
      }
      QueueDeclarations.declare(connection, queue, bindings);
      use.begin();
    }
  }

  @Override
  public String toString() {
    return "queue '" + name() + "'";
  }
}
