package io.rabbitra.outbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.QueueLife;
import io.rabbitra.jms.Demarcation;
import io.rabbitra.jms.JmsErrors;
import io.rabbitra.jms.LossListener;
import io.rabbitra.jms.RabbitSession;
import io.rabbitra.jms.SessionCore;
import io.rabbitra.jms.SessionOwner;
import io.rabbitra.jms.SessionProvider;
import io.rabbitra.jms.SessionSettings;
import io.rabbitra.jms.UnitHandle;
import io.rabbitra.logging.Loggers;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One physical connection that the sessions of one JMS connection share. Thread-safe. */
final class DirectConnection implements SessionProvider, SessionOwner {

  private static final System.Logger LOG = Loggers.of(DirectConnection.class);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  /** An exclusive queue of this name says who has a client identifier. */
  private static final String CLIENT = "rabbitra.client.";

  /** Bytes of an AMQP short string. */
  private static final int LONGEST_NAME = 255;

  private final AmqpConnection connection;
  private final SessionSettings settings;
  private final Map<UnitHandle, SessionCore> sessions = new ConcurrentHashMap<>();

  /** The queue that stands for the client identifier; null without one. Written once. */
  private volatile String claimed;

  private DirectConnection(AmqpConnection connection, SessionSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  static DirectConnection open(
      RabbitManagedConnectionFactory factory, Login login, LossListener losses)
      throws JMSException {
    try {
      // Whatever is wrong with them must not leave a connection behind.
      SessionSettings settings = factory.sessionSettings();
      return new DirectConnection(factory.openPhysical(login, "jms", losses::lost), settings);
    } catch (BrokerException e) {
      throw JmsErrors.of(e);
    } catch (ResourceException e) {
      throw PoolSessionSource.translated(e);
    }
  }

  @Override
  public RabbitSession take() throws JMSException {
    if (!connection.isOpen()) {
      throw new JMSException("the connection to the broker is lost", "CLOSED");
    }
    SessionCore core = new SessionCore(connection, settings);
    RabbitSession session = new RabbitSession(this, core);
    sessions.put(session, core);
    return session;
  }

  @Override
  public void claim(String clientId) throws JMSException {
    String claim = CLIENT + clientId;
    if (claim.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw new InvalidClientIDException(
          "a client identifier has at most " + (LONGEST_NAME - CLIENT.length()) + " bytes of UTF-8",
          "TOO_LONG");
    }
    try {
      connection.onScratchChannel(
          channel -> {
            channel.declareQueue(claim, QueueLife.EXCLUSIVE, Map.of());
            return null;
          });
      claimed = claim;
    } catch (BrokerException e) {
      if (e.kind() == BrokerException.Kind.RESOURCE_LOCKED) {
        JMSException taken =
            new InvalidClientIDException(
                "another connection has the client identifier '" + clientId + "'", "DUPLICATE");
        taken.initCause(e);
        throw taken;
      }
      throw JmsErrors.of(e);
    }
  }

  @Override
  public void close() {
    releaseClaim();
    connection.close(CLOSE_TIMEOUT);
  }

  /** The broker itself would do it a moment after the connection is closed. */
  private void releaseClaim() {
    String claim = claimed;
    if (claim == null || !connection.isOpen()) {
      return;
    }
    try {
      connection.onScratchChannel(
          channel -> {
            channel.deleteQueue(claim);
            return null;
          });
    } catch (BrokerException e) {
      LOG.log(Level.DEBUG, "The connection is gone already: {0}", e.getMessage());
    }
  }

  /** Temporary queues live as long as the connection. */
  @Override
  public void closed(UnitHandle handle) {
    SessionCore core = sessions.remove(handle);
    if (core != null) {
      core.close(true);
    }
  }

  @Override
  public void left(UnitHandle handle) {
    sessions.remove(handle);
  }

  /** There is nobody to tell. */
  @Override
  public void demarcated(RabbitSession handle, Demarcation what) {}
}
