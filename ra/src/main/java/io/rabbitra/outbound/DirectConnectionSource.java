package io.rabbitra.outbound;

import io.rabbitra.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.publishing.ConnectionSource;
import io.rabbitra.publishing.PublishFailures;
import jakarta.resource.ResourceException;

/** Opens a physical connection for each native one, where there is no pool. Thread-safe. */
final class DirectConnectionSource implements ConnectionSource {

  private static final long serialVersionUID = 1L;

  private final AmqpManagedConnectionFactory factory;

  DirectConnectionSource(AmqpManagedConnectionFactory factory) {
    this.factory = factory;
  }

  @Override
  public AmqpConnection connect(String userName, String password) {
    try {
      return DirectUnit.open(factory, PoolSessionSource.login(userName, password));
    } catch (BrokerException e) {
      throw PublishFailures.of(e);
    } catch (ResourceException e) {
      throw PoolConnectionSource.translated(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DirectConnectionSource that && factory.equals(that.factory);
  }

  @Override
  public int hashCode() {
    return factory.hashCode();
  }
}
