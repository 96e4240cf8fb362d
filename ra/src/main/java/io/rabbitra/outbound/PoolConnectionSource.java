package io.rabbitra.outbound;

import io.rabbitra.AmqpConnection;
import io.rabbitra.AmqpException;
import io.rabbitra.AmqpException.Reason;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.publishing.ConnectionSource;
import io.rabbitra.publishing.PublishFailures;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.SecurityException;

/** Takes native connections from the container's ConnectionManager. Thread-safe. */
final class PoolConnectionSource implements ConnectionSource {

  private static final long serialVersionUID = 1L;

  private final AmqpManagedConnectionFactory factory;
  private final ConnectionManager connectionManager;

  PoolConnectionSource(AmqpManagedConnectionFactory factory, ConnectionManager connectionManager) {
    this.factory = factory;
    this.connectionManager = connectionManager;
  }

  @Override
  public AmqpConnection connect(String userName, String password) {
    Login login = PoolSessionSource.login(userName, password);
    try {
      return (AmqpConnection)
          connectionManager.allocateConnection(factory, new RabbitConnectionRequestInfo(login));
    } catch (ResourceException e) {
      throw translated(e);
    }
  }

  static AmqpException translated(ResourceException thrown) {
    BrokerException failure = Causes.find(thrown, BrokerException.class);
    if (failure != null) {
      return PublishFailures.of(failure);
    }
    return new AmqpException(reason(thrown), thrown.getMessage(), thrown);
  }

  private static Reason reason(ResourceException thrown) {
    if (Causes.find(thrown, SecurityException.class) != null) {
      return Reason.AUTHENTICATION;
    }
    return Causes.find(thrown, InvalidPropertyException.class) != null
        ? Reason.OTHER
        : Reason.UNAVAILABLE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PoolConnectionSource that
        && factory.equals(that.factory)
        && connectionManager.equals(that.connectionManager);
  }

  @Override
  public int hashCode() {
    return factory.hashCode();
  }
}
