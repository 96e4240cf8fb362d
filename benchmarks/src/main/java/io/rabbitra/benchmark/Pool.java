package io.rabbitra.benchmark;

import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.time.Duration;
import org.jboss.jca.common.api.metadata.common.FlushStrategy;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.ConnectionManager;
import org.jboss.jca.core.connectionmanager.ConnectionManagerFactory;
import org.jboss.jca.core.connectionmanager.ccm.CachedConnectionManagerImpl;
import org.jboss.jca.core.connectionmanager.pool.api.PoolFactory;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;
import org.jboss.jca.core.connectionmanager.pool.mcp.SemaphoreConcurrentLinkedDequeManagedConnectionPool;
import org.jboss.jca.core.tx.noopts.TransactionIntegrationImpl;

/**
 * The connection pool of WildFly (IronJacamar) around a factory, without transactions; validates as
 * {@code docs/servers/wildfly.md} recommends. Thread-safe.
 */
public final class Pool implements AutoCloseable {

  private static final Duration WAITING = Duration.ofSeconds(30);

  private final RabbitManagedConnectionFactory factory;
  private final org.jboss.jca.core.connectionmanager.pool.api.Pool connections;
  private final ConnectionManager connectionManager;
  private final ConnectionFactory connectionFactory;

  /**
   * @param factory configured already; closed with the pool
   * @param maxSize who finds so many connections in use waits, up to 30 s
   * @throws ResourceException the factory refuses its configuration
   */
  public Pool(RabbitManagedConnectionFactory factory, int maxSize) throws ResourceException {
    this.factory = factory;
    PoolConfiguration configuration = new PoolConfiguration();
    configuration.setMaxSize(maxSize);
    configuration.setBlockingTimeout(WAITING.toMillis());
    configuration.setValidateOnMatch(true);
    configuration.setBackgroundValidation(false);
    connections =
        new PoolFactory()
            .create(
                PoolStrategy.POOL_BY_CRI,
                factory,
                configuration,
                false,
                true,
                SemaphoreConcurrentLinkedDequeManagedConnectionPool.class.getName());
    connections.setName("benchmark");
    connectionManager =
        new ConnectionManagerFactory()
            .createNonTransactional(
                TransactionSupportLevel.NoTransaction,
                connections,
                null,
                null,
                true,
                new CachedConnectionManagerImpl(
                    new TransactionIntegrationImpl(null, null, null, null, null)),
                true,
                false,
                false,
                null,
                FlushStrategy.FAILING_CONNECTION_ONLY,
                0,
                0L);
    connectionFactory = (ConnectionFactory) factory.createConnectionFactory(connectionManager);
  }

  /** What an application finds in JNDI. */
  public ConnectionFactory connectionFactory() {
    return connectionFactory;
  }

  @Override
  public void close() {
    connectionManager.shutdown();
    connections.shutdown();
    factory.close();
  }
}
