package io.rabbitra.outbound;

import io.rabbitra.jms.RabbitSession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.lang.System.Logger.Level;

/** Stands for the container's pool where there is none: a physical connection for each session. */
final class DirectConnectionManager implements ConnectionManager {

  private static final long serialVersionUID = 1L;

  @Override
  public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
      throws ResourceException {
    ManagedConnection connection = factory.createManagedConnection(null, info);
    connection.addConnectionEventListener(new DestroyWhenDone(connection));
    return (RabbitSession) connection.getConnection(null, info);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DirectConnectionManager;
  }

  @Override
  public int hashCode() {
    return DirectConnectionManager.class.hashCode();
  }

  private static final class DestroyWhenDone implements ConnectionEventListener {

    private final ManagedConnection connection;

    DestroyWhenDone(ManagedConnection connection) {
      this.connection = connection;
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
      destroy();
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      destroy();
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {}

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {}

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {}

    private void destroy() {
      try {
        connection.destroy();
      } catch (ResourceException e) {
        System.getLogger(DirectConnectionManager.class.getName())
            .log(Level.WARNING, "A connection could not be destroyed: {0}", e.getMessage());
      }
    }
  }
}
