package io.rabbitra.outbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.jms.Demarcation;
import io.rabbitra.jms.RabbitSession;
import io.rabbitra.jms.SessionCore;
import io.rabbitra.jms.SessionOwner;
import io.rabbitra.jms.SessionSettings;
import io.rabbitra.jms.UnitHandle;
import io.rabbitra.publishing.NativeConnection;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A physical connection with one handle, which ends with it. Thread-safe. */
final class DirectUnit implements SessionOwner {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final AmqpConnection connection;
  private final NativeConnection handle;

  private DirectUnit(AmqpConnection connection, SessionCore core) {
    this.connection = connection;
    this.handle = new NativeConnection(this, core);
  }

  static NativeConnection open(AmqpManagedConnectionFactory factory, Login login)
      throws ResourceException, BrokerException {
    // Whatever is wrong with them must not leave a connection behind.
    SessionSettings settings = factory.sessionSettings();
    CompletableFuture<BrokerException> loss = new CompletableFuture<>();
    AmqpConnection connection = factory.openPhysical(login, "native", loss::complete);
    DirectUnit unit = new DirectUnit(connection, new SessionCore(connection, settings));
    loss.thenAccept(unit.handle::invalidate);
    return unit.handle;
  }

  @Override
  public void closed(UnitHandle closed) {
    connection.close(CLOSE_TIMEOUT);
  }

  @Override
  public void left(UnitHandle moved) {}

  /** There is nobody to tell. */
  @Override
  public void demarcated(RabbitSession session, Demarcation what) {}
}
