package io.rabbitra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;

/** Gives every handle from the one unit. */
record OneUnit(ManagedConnection unit) implements ConnectionManager {

  @Override
  public Object allocateConnection(ManagedConnectionFactory from, ConnectionRequestInfo info)
      throws ResourceException {
    return unit.getConnection(null, info);
  }
}
