package io.rabbitra.benchmark.idle;

import io.rabbitra.benchmark.Lab;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.resource.ResourceException;

/** What the pool of one connection factory holds. */
final class RabbitraCrowd implements Crowd {

  private final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  private final HoldingPool pool = new HoldingPool();
  private final ConnectionFactory connections =
      (ConnectionFactory) factory.createConnectionFactory(pool);
  private final String queue;

  /**
   * @param queue what each connection sends a message to before it is idle; null for none
   */
  RabbitraCrowd(Lab lab, String queue) {
    factory.setUri(lab.broker().uri());
    factory.setHeartbeat(IdleSuite.HEARTBEAT_SECONDS);
    this.queue = queue;
  }

  @Override
  public void add() throws Exception {
    if (queue == null) {
      pool.open(factory, null);
      return;
    }
    try (JMSContext context = connections.createContext()) {
      context.createProducer().send(context.createQueue(queue), "used");
    }
  }

  @Override
  public int alive() {
    return pool.connections().size() - factory.getInvalidConnections(pool.connections()).size();
  }

  @Override
  public void close() throws ResourceException {
    pool.destroyAll();
    factory.close();
  }
}
