package io.rabbitra.outbound;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.jms.JmsErrors;
import io.rabbitra.jms.RabbitSession;
import io.rabbitra.jms.SessionSource;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.SecurityException;

/** Takes sessions from a ConnectionManager, the container's or our own. Thread-safe. */
final class PoolSessionSource implements SessionSource {

  private static final long serialVersionUID = 1L;

  private final RabbitManagedConnectionFactory factory;
  private final ConnectionManager connectionManager;

  PoolSessionSource(RabbitManagedConnectionFactory factory, ConnectionManager connectionManager) {
    this.factory = factory;
    this.connectionManager = connectionManager;
  }

  @Override
  public RabbitSession take(String userName, String password) throws JMSException {
    Login login = userName == null ? null : new Login(userName, password == null ? "" : password);
    try {
      return (RabbitSession)
          connectionManager.allocateConnection(factory, new RabbitConnectionRequestInfo(login));
    } catch (ResourceException e) {
      throw translated(e);
    }
  }

  @Override
  public boolean managed() {
    return !(connectionManager instanceof DirectConnectionManager);
  }

  @Override
  public String clientId() {
    return factory.getClientId();
  }

  private static JMSException translated(ResourceException thrown) {
    // A pool wraps what the factory threw, some more than once.
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof BrokerException failure) {
        return JmsErrors.of(failure);
      }
    }
    JMSException result =
        thrown instanceof SecurityException
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
