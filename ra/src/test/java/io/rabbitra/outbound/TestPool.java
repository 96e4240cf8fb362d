package io.rabbitra.outbound;

import jakarta.jms.ConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.security.auth.Subject;
import org.jboss.jca.common.api.metadata.common.FlushStrategy;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.ConnectionManager;
import org.jboss.jca.core.connectionmanager.ConnectionManagerFactory;
import org.jboss.jca.core.connectionmanager.ccm.CachedConnectionManagerImpl;
import org.jboss.jca.core.connectionmanager.pool.api.Pool;
import org.jboss.jca.core.connectionmanager.pool.api.PoolFactory;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;
import org.jboss.jca.core.connectionmanager.pool.mcp.SemaphoreConcurrentLinkedDequeManagedConnectionPool;
import org.jboss.jca.core.spi.security.SubjectFactory;
import org.jboss.jca.core.tx.noopts.TransactionIntegrationImpl;

/** The connection pool of WildFly (IronJacamar) around a factory. */
final class TestPool implements AutoCloseable {

  private final Pool pool;
  private final ConnectionManager connectionManager;
  private final ConnectionFactory connectionFactory;
  private final CachedConnectionManagerImpl handles =
      new CachedConnectionManagerImpl(new TransactionIntegrationImpl(null, null, null, null, null));

  /**
   * @param waiting how long to wait for a connection when all are in use
   * @param subject container-managed sign-on, null for none
   */
  TestPool(RabbitManagedConnectionFactory factory, int maxSize, Duration waiting, Subject subject)
      throws ResourceException {
    PoolConfiguration configuration = new PoolConfiguration();
    configuration.setMaxSize(maxSize);
    configuration.setBlockingTimeout(waiting.toMillis());
    configuration.setValidateOnMatch(true);
    configuration.setBackgroundValidation(false);
    pool =
        new PoolFactory()
            .create(
                subject == null ? PoolStrategy.POOL_BY_CRI : PoolStrategy.POOL_BY_SUBJECT_AND_CRI,
                factory,
                configuration,
                false,
                true,
                SemaphoreConcurrentLinkedDequeManagedConnectionPool.class.getName());
    pool.setName("test");
    pool.getInternalStatistics().setEnabled(true);
    connectionManager =
        new ConnectionManagerFactory()
            .createNonTransactional(
                TransactionSupportLevel.NoTransaction,
                pool,
                subject == null ? null : new OneSubject(subject),
                subject == null ? null : "domain",
                true,
                handles,
                true,
                false,
                false,
                null,
                FlushStrategy.FAILING_CONNECTION_ONLY,
                0,
                0L);
    connectionFactory = (ConnectionFactory) factory.createConnectionFactory(connectionManager);
  }

  /**
   * Does something as a call of a bean, at whose end the server closes the handles that are left
   * open.
   *
   * @throws ResourceException there were some
   */
  void inCall(Callable<?> call) throws Exception {
    handles.setDebug(true);
    handles.setError(true);
    handles.pushMetaAwareObject(this, Set.of());
    try {
      call.call();
    } finally {
      handles.popMetaAwareObject(Set.of());
    }
  }

  ConnectionFactory connectionFactory() {
    return connectionFactory;
  }

  int created() {
    return pool.getInternalStatistics().getCreatedCount();
  }

  int destroyed() {
    return pool.getInternalStatistics().getDestroyedCount();
  }

  int inUse() {
    return pool.getInternalStatistics().getInUseCount();
  }

  @Override
  public void close() {
    connectionManager.shutdown();
    pool.shutdown();
  }

  private record OneSubject(Subject subject) implements SubjectFactory {

    @Override
    public Subject createSubject() {
      return subject;
    }

    @Override
    public Subject createSubject(String domain) {
      return subject;
    }
  }
}
