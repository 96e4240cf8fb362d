package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Cancellation;
import io.rabbitra.amqp.ConnectionListener;
import io.rabbitra.amqp.ConnectionNames;
import io.rabbitra.config.BrokerSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The connection of one endpoint: one for all generations, while it lives. Used by attempts and by
 * the close, which follow one another.
 */
final class EndpointConnection {

  /** How long an orderly connection.close may take. */
  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  /** Told of the end of a connection; must not block. */
  @FunctionalInterface
  interface Losses {
    void lost(AmqpConnection connection, String reason);
  }

  private final String endpoint;
  private final BrokerSettings broker;
  private final AmqpRuntime runtime;
  private final Losses losses;

  /** Null while there is none. */
  private volatile AmqpConnection connection;

  EndpointConnection(String endpoint, BrokerSettings broker, AmqpRuntime runtime, Losses losses) {
    this.endpoint = endpoint;
    this.broker = broker;
    this.runtime = runtime;
    this.losses = losses;
  }

  /** The connection of before if it is open, else a new one; blocks. */
  AmqpConnection get(Cancellation cancellation) throws BrokerException {
    AmqpConnection existing = connection;
    if (existing != null && existing.isOpen()) {
      return existing;
    }
    AtomicReference<AmqpConnection> opened = new AtomicReference<>();
    ConnectionListener onLost =
        failure -> losses.lost(opened.get(), "connection lost: " + failure.getMessage());
    String name = ConnectionNames.of(broker, "mdb " + endpoint);
    AmqpConnection fresh = runtime.open(broker, name, onLost, cancellation);
    opened.set(fresh);
    connection = fresh;
    return fresh;
  }

  /** Bounded. */
  void close() {
    AmqpConnection open = connection;
    connection = null;
    if (open != null) {
      open.close(CLOSE_TIMEOUT);
    }
  }
}
