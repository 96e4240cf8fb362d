package io.rabbitra.benchmark.idle;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.HashSet;
import java.util.Set;

/**
 * A pool that opens a connection for each request and keeps it, cleaned up, when the application
 * has closed it. Used by one thread.
 */
final class HoldingPool implements ConnectionManager, ConnectionEventListener {

  private static final long serialVersionUID = 1L;

  private final transient Set<ManagedConnection> connections = new HashSet<>();

  @Override
  public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
      throws ResourceException {
    ManagedConnection connection = open(factory, info);
    return connection.getConnection(null, info);
  }

  ManagedConnection open(ManagedConnectionFactory factory, ConnectionRequestInfo info)
      throws ResourceException {
    ManagedConnection connection = factory.createManagedConnection(null, info);
    connection.addConnectionEventListener(this);
    connections.add(connection);
    return connection;
  }

  Set<ManagedConnection> connections() {
    return connections;
  }

  void destroyAll() throws ResourceException {
    for (ManagedConnection connection : connections) {
      connection.destroy();
    }
    connections.clear();
  }

  @Override
  public void connectionClosed(ConnectionEvent event) {
    try {
      ((ManagedConnection) event.getSource()).cleanup();
    } catch (ResourceException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The crowd is counted at the end. */
  @Override
  public void connectionErrorOccurred(ConnectionEvent event) {}

  @Override
  public void localTransactionStarted(ConnectionEvent event) {}

  @Override
  public void localTransactionCommitted(ConnectionEvent event) {}

  @Override
  public void localTransactionRolledback(ConnectionEvent event) {}
}
