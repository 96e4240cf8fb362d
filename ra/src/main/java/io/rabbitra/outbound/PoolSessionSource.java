package io.rabbitra.outbound;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.config.BrokerProperties;
import io.rabbitra.jms.JmsErrors;
import io.rabbitra.jms.LossListener;
import io.rabbitra.jms.SessionProvider;
import io.rabbitra.jms.SessionSource;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.SecurityException;

/** Takes sessions from the container's ConnectionManager. Thread-safe. */
final class PoolSessionSource implements SessionSource {

  private static final long serialVersionUID = 1L;

  private final RabbitManagedConnectionFactory factory;
  private final ConnectionManager connectionManager;

  PoolSessionSource(RabbitManagedConnectionFactory factory, ConnectionManager connectionManager) {
    this.factory = factory;
    this.connectionManager = connectionManager;
  }

  /**
   * A light handle: the connection is taken from the pool by createSession. A login of the
   * application's own is tried at once, for createConnection has to say that it is refused.
   */
  @Override
  public SessionProvider connect(String userName, String password, LossListener losses)
      throws JMSException {
    PooledSessions sessions =
        new PooledSessions(
            connectionManager, factory, new RabbitConnectionRequestInfo(login(userName, password)));
    if (userName != null) {
      sessions.takeAhead();
    }
    return sessions;
  }

  @Override
  public boolean managed() {
    return true;
  }

  @Override
  public boolean allowsLocalTransactions() {
    return factory.getAllowLocalTransactions();
  }

  @Override
  public BrokerProperties brokerProperties() {
    return factory.brokerProperties();
  }

  @Override
  public String clientId() {
    return factory.getClientId();
  }

  static Login login(String userName, String password) {
    return userName == null ? null : new Login(userName, password == null ? "" : password);
  }

  static JMSException translated(ResourceException thrown) {
    BrokerException failure = Causes.find(thrown, BrokerException.class);
    if (failure != null) {
      return JmsErrors.of(failure);
    }
    JMSException result =
        Causes.find(thrown, SecurityException.class) != null
            ? new JMSSecurityException(thrown.getMessage(), thrown.getErrorCode())
            : new ResourceAllocationException(thrown.getMessage(), thrown.getErrorCode());
    result.initCause(thrown);
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PoolSessionSource that
        && factory.equals(that.factory)
        && connectionManager.equals(that.connectionManager);
  }

  @Override
  public int hashCode() {
    return factory.hashCode();
  }
}
