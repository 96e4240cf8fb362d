package io.rabbitra.outbound;

import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import io.rabbitra.jms.DeliveryMemory;
import io.rabbitra.jms.SessionSettings;
import io.rabbitra.jms.TxMode;
import io.rabbitra.jms.UnitHandle;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.publishing.NativeConnection;
import io.rabbitra.publishing.NativeConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.time.Duration;

/**
 * Makes pooled connections for {@link io.rabbitra.AmqpConnectionFactory}, the native view. Without
 * an adapter:
 *
 * <pre>
 *   var factory = new AmqpManagedConnectionFactory();
 *   factory.setUri("amqp://broker");
 *   var connections = (AmqpConnectionFactory) factory.createConnectionFactory();
 * </pre>
 *
 * <p>Equality is by configuration and class. Properties are set before the first use and by one
 * thread; all else is thread-safe.
 */
public final class AmqpManagedConnectionFactory extends BrokerManagedConnectionFactory {

  private static final long serialVersionUID = 1L;

  @Override
  public Object createConnectionFactory(ConnectionManager connectionManager) {
    return new NativeConnectionFactory(new PoolConnectionSource(this, connectionManager));
  }

  /** A factory without a container: each connection is a physical one. */
  @Override
  public Object createConnectionFactory() {
    return new NativeConnectionFactory(new DirectConnectionSource(this));
  }

  /** Nothing is read, nothing declared, and no message is one of Jakarta Messaging. */
  @Override
  SessionSettings sessionSettings() throws ResourceException {
    return new SessionSettings(
        Duration.ofMillis(getConfirmTimeout()),
        1,
        false,
        TxMode.CONFIRM,
        new MessageMapper(new RabbitDestinationMapper()),
        new DeliveryMemory(),
        runtime().threads());
  }

  @Override
  UnitHandle.Maker handles() {
    return NativeConnection::new;
  }
}
