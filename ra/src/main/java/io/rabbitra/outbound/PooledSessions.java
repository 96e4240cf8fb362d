package io.rabbitra.outbound;

import io.rabbitra.jms.RabbitSession;
import io.rabbitra.jms.SessionProvider;
import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;

/** The sessions of one JMS connection in a container. Thread-safe. */
final class PooledSessions implements SessionProvider {

  private final ConnectionManager connectionManager;
  private final RabbitManagedConnectionFactory factory;
  private final RabbitConnectionRequestInfo info;

  /** Taken before it was asked for. Guarded by {@code this}. */
  private RabbitSession ahead;

  PooledSessions(
      ConnectionManager connectionManager,
      RabbitManagedConnectionFactory factory,
      RabbitConnectionRequestInfo info) {
    this.connectionManager = connectionManager;
    this.factory = factory;
    this.info = info;
  }

  void takeAhead() throws JMSException {
    RabbitSession taken = allocate();
    synchronized (this) {
      ahead = taken;
    }
  }

  @Override
  public RabbitSession take() throws JMSException {
    RabbitSession taken;
    synchronized (this) {
      taken = ahead;
      ahead = null;
    }
    return taken == null || taken.isTakenBack() ? allocate() : taken;
  }

  /** A pool has many connections with the same identifier, which must not exclude each other. */
  @Override
  public void claim(String clientId) {}

  @Override
  public void close() {
    RabbitSession unused;
    synchronized (this) {
      unused = ahead;
      ahead = null;
    }
    if (unused != null) {
      unused.release();
    }
  }

  private RabbitSession allocate() throws JMSException {
    try {
      RabbitSession lent = (RabbitSession) connectionManager.allocateConnection(factory, info);
      return lent.behind(lent);
    } catch (ResourceException e) {
      throw PoolSessionSource.translated(e);
    }
  }
}
