package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Cancellation;
import io.rabbitra.amqp.ConnectionListener;
import io.rabbitra.amqp.ConnectionNames;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.topology.Delays;
import java.time.Duration;

/**
 * The connection on which an endpoint publishes what failed: another one than it consumes with, for
 * a broker that blocks publishers must not keep acknowledgements back.
 *
 * <p>Opened with the first need, and again after a loss, which its user notices by using it.
 * Thread-safe.
 */
final class PublishingConnection {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  /** What belongs to one physical connection. */
  record Open(AmqpConnection connection, Delays delays) {}

  private final AmqpRuntime runtime;
  private final BrokerSettings broker;
  private final String name;
  private final Cancellation cancellation = new Cancellation();
  private final Object lock = new Object();

  /** Null while there is none. Guarded by {@code lock}, which is held while one is opened. */
  private Open open;

  PublishingConnection(AmqpRuntime runtime, BrokerSettings broker, String endpoint) {
    this.runtime = runtime;
    this.broker = broker;
    this.name = ConnectionNames.of(broker, "mdb " + endpoint + " failures");
  }

  /**
   * The open connection; blocks while it has to be opened.
   *
   * @throws BrokerException it cannot be opened; {@code BLOCKED} if it is open and the broker takes
   *     nothing now; {@code CLOSED} after {@link #close}
   */
  Open open() throws BrokerException {
    synchronized (lock) {
      if (cancellation.isCancelled()) {
        throw new BrokerException(BrokerException.Kind.CLOSED, "the endpoint is deactivated");
      }
      if (open == null || !open.connection().isOpen()) {
        AmqpConnection fresh = runtime.open(broker, name, ConnectionListener.NONE, cancellation);
        open = new Open(fresh, new Delays(fresh));
      }
      String blocked = open.connection().blockedReason();
      if (blocked != null) {
        throw new BrokerException(
            BrokerException.Kind.BLOCKED, "the broker blocks publishers: " + blocked);
      }
      return open;
    }
  }

  /** Also ends an attempt to open. Bounded; afterwards there is never a connection again. */
  void close() {
    cancellation.cancel();
    Open toClose;
    synchronized (lock) {
      toClose = open;
      open = null;
    }
    if (toClose != null) {
      toClose.connection().close(CLOSE_TIMEOUT);
    }
  }
}
