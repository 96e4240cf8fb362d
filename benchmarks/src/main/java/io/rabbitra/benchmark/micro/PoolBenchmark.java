package io.rabbitra.benchmark.micro;

import io.rabbitra.benchmark.Pool;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a bean does around each message that it sends: a connection is taken from the pool of the
 * container and given back. Nothing is sent, and nothing of it reaches the broker.
 */
@State(Scope.Benchmark)
public class PoolBenchmark {

  private static final int POOL_SIZE = 20;

  private RabbitBroker broker;
  private Pool pool;
  private ConnectionFactory connectionFactory;

  @Setup(Level.Trial)
  public void start() throws ResourceException {
    broker = RabbitBrokers.start();
    RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
    factory.setUri(broker.uri());
    pool = new Pool(factory, POOL_SIZE);
    connectionFactory = pool.connectionFactory();
  }

  @TearDown(Level.Trial)
  public void stop() {
    try {
      pool.close();
    } finally {
      broker.close();
    }
  }

  @Benchmark
  public JMSProducer contextAndProducer() {
    try (JMSContext context = connectionFactory.createContext()) {
      return context.createProducer();
    }
  }

  @Benchmark
  public MessageProducer connectionSessionAndProducer() throws JMSException {
    try (Connection connection = connectionFactory.createConnection();
        Session session = connection.createSession()) {
      return session.createProducer(null);
    }
  }
}
