package io.rabbitra.outbound;

import io.rabbitra.AmqpConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.transaction.SystemException;
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
import org.jboss.jca.core.spi.transaction.TransactionIntegration;
import org.jboss.jca.core.tx.noopts.TransactionIntegrationImpl;

/** The connection pool of WildFly (IronJacamar) around a factory. */
final class TestPool implements AutoCloseable {

  private final Pool pool;
  private final ConnectionManager connectionManager;
  private final Object connectionFactory;
  private final CachedConnectionManagerImpl handles;

  /**
   * @param waiting how long to wait for a connection when all are in use
   * @param subject container-managed sign-on, null for none
   */
  TestPool(BrokerManagedConnectionFactory factory, int maxSize, Duration waiting, Subject subject)
      throws ResourceException {
    this(factory, maxSize, waiting, subject, null);
  }

  /** With units that are enlisted in transactions. */
  TestPool(BrokerManagedConnectionFactory factory, TestTransactions transactions)
      throws ResourceException {
    this(factory, 3, Duration.ofSeconds(5), null, transactions);
  }

  private TestPool(
      BrokerManagedConnectionFactory factory,
      int maxSize,
      Duration waiting,
      Subject subject,
      TestTransactions transactions)
      throws ResourceException {
    TransactionIntegration integration =
        transactions == null
            ? new TransactionIntegrationImpl(null, null, null, null, null)
            : transactions.integration();
    handles = new CachedConnectionManagerImpl(integration);
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
    connectionManager = transactions == null ? plain(subject) : transactional(factory, integration);
    connectionFactory = factory.createConnectionFactory(connectionManager);
  }

  private ConnectionManager plain(Subject subject) {
    return new ConnectionManagerFactory()
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
  }

  private ConnectionManager transactional(
      BrokerManagedConnectionFactory factory, TransactionIntegration integration) {
    return new ConnectionManagerFactory()
        .createTransactional(
            factory.getTransactionSupport(),
            pool,
            null,
            null,
            true,
            handles,
            true,
            true,
            false,
            null,
            null,
            FlushStrategy.FAILING_CONNECTION_ONLY,
            0,
            0L,
            integration,
            false,
            0,
            null,
            true,
            false);
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

  /** What UserTransaction.begin tells the pool: handles that are open are in it. */
  void transactionBegun() throws SystemException {
    handles.userTransactionStarted();
  }

  ConnectionFactory connectionFactory() {
    return (ConnectionFactory) connectionFactory;
  }

  AmqpConnectionFactory nativeConnectionFactory() {
    return (AmqpConnectionFactory) connectionFactory;
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
