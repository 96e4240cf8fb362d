package io.rabbitra.outbound;

import io.rabbitra.amqp.AmqpAccess;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Cancellation;
import io.rabbitra.amqp.ConnectionListener;
import io.rabbitra.amqp.ConnectionNames;
import io.rabbitra.config.BrokerProperties;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.config.InvalidConfigurationException;
import io.rabbitra.jms.SessionCore;
import io.rabbitra.jms.SessionSettings;
import io.rabbitra.jms.UnitHandle;
import io.rabbitra.work.AdapterThreads;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;

/**
 * Makes pooled connections (Jakarta Connectors 2.1, chapter 6), whatever the handles on them are.
 * Broker properties that are not set here come from the adapter. Without an adapter it runs on
 * threads of its own, started with the first connection and ended by {@link #close}.
 *
 * <p>Thread-safe once its properties are set.
 */
public abstract class BrokerManagedConnectionFactory extends BrokerConnectionProperties
    implements ManagedConnectionFactory,
        ResourceAdapterAssociation,
        ValidatingManagedConnectionFactory,
        TransactionSupport,
        AutoCloseable {

  private static final long serialVersionUID = 1L;

  /** How many message listeners may run at once without a container; threads come by need. */
  private static final int OWN_WORKERS = 256;

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private transient ResourceAdapter resourceAdapter;
  private transient PrintWriter logWriter;

  /** Null while there is an adapter, or nothing was opened yet. Guarded by {@code this}. */
  private transient AmqpRuntime ownRuntime;

  /** What all units have in common. */
  abstract SessionSettings sessionSettings() throws ResourceException;

  /** Makes what an application gets of a unit. */
  abstract UnitHandle.Maker handles();

  /**
   * {@inheritDoc}
   *
   * @throws SecurityException the broker refused the login
   * @throws CommException no broker could be reached
   * @throws InvalidPropertyException names the property of the broker that is wrong
   */
  @Override
  public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    Login login = Login.of(this, subject, info);
    // Whatever is wrong with them must not leave a connection behind.
    SessionSettings sessionSettings = sessionSettings();
    String userName = settings(login).userName();
    AtomicReference<RabbitManagedConnection> made = new AtomicReference<>();
    AtomicReference<BrokerException> lostEarly = new AtomicReference<>();
    AmqpConnection connection;
    try {
      connection =
          openPhysical(
              login,
              "pool",
              failure -> {
                lostEarly.set(failure);
                RabbitManagedConnection unit = made.get();
                if (unit != null) {
                  unit.lost(failure);
                }
              });
    } catch (BrokerException e) {
      throw translated(e);
    } finally {
      RabbitManagedConnection.forgetThreadLocals();
    }
    RabbitManagedConnection unit =
        new RabbitManagedConnection(
            this,
            login,
            userName,
            connection,
            new SessionCore(connection, sessionSettings),
            handles());
    made.set(unit);
    if (lostEarly.get() != null) {
      unit.destroy();
      throw translated(lostEarly.get());
    }
    return unit;
  }

  AmqpConnection openPhysical(Login login, String use, ConnectionListener listener)
      throws ResourceException, BrokerException {
    BrokerSettings settings = settings(login);
    return runtime()
        .open(settings, ConnectionNames.of(settings, use), listener, new Cancellation());
  }

  @Override
  public ManagedConnection matchManagedConnections(
      @SuppressWarnings("rawtypes") Set candidates, Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    Login login = Login.of(this, subject, info);
    for (Object candidate : candidates) {
      if (candidate instanceof RabbitManagedConnection unit
          && unit.isFor(this, login)
          && unit.isUsable()) {
        return unit;
      }
    }
    return null;
  }

  /** Asks no broker: the heartbeat keeps what a connection says of itself true. */
  @Override
  @SuppressWarnings("rawtypes")
  public Set getInvalidConnections(Set candidates) {
    Set<Object> invalid = new HashSet<>();
    for (Object candidate : candidates) {
      if (candidate instanceof RabbitManagedConnection unit && !unit.isUsable()) {
        invalid.add(unit);
      }
    }
    return invalid;
  }

  /**
   * {@code LocalTransaction}: the commit publishes what was sent, waits for the broker's confirms
   * and acknowledges what was received. Beside a database the unit is the last resource.
   */
  @Override
  public TransactionSupportLevel getTransactionSupport() {
    return TransactionSupportLevel.LocalTransaction;
  }

  /** Ends the threads of a factory without an adapter, and its connections. Idempotent. */
  @Override
  public void close() {
    AmqpRuntime toStop;
    synchronized (this) {
      toStop = ownRuntime;
      ownRuntime = null;
    }
    if (toStop != null) {
      toStop.stop(STOP_TIMEOUT);
      toStop.threads().stop(STOP_TIMEOUT);
    }
  }

  /** Its own over those of the adapter. */
  final BrokerProperties brokerProperties() {
    if (resourceAdapter instanceof AmqpAccess access) {
      BrokerProperties ofAdapter = access.brokerProperties();
      return broker().withoutCopiesOf(ofAdapter).over(ofAdapter);
    }
    return broker();
  }

  private BrokerSettings settings(Login login) throws ResourceException {
    BrokerSettings settings;
    try {
      settings = brokerProperties().toSettings();
    } catch (InvalidConfigurationException e) {
      throw new InvalidPropertyException(e.getMessage(), e);
    }
    if (login == null) {
      return settings;
    }
    try {
      return settings.withCredentials(login.userName(), login.password());
    } catch (InvalidConfigurationException e) {
      throw new SecurityException(e.getMessage(), e);
    }
  }

  final AmqpRuntime runtime() throws ResourceException {
    if (resourceAdapter instanceof AmqpAccess access) {
      return access.runtime();
    }
    synchronized (this) {
      if (ownRuntime == null) {
        ownRuntime = new AmqpRuntime(AdapterThreads.standalone(OWN_WORKERS));
      }
      return ownRuntime;
    }
  }

  private static ResourceException translated(BrokerException e) {
    String code = e.kind().name();
    return e.kind() == BrokerException.Kind.AUTHENTICATION
        ? withCause(new SecurityException(e.getMessage(), code), e)
        : withCause(new CommException(e.getMessage(), code), e);
  }

  private static ResourceException withCause(ResourceException exception, Throwable cause) {
    exception.initCause(cause);
    return exception;
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter resourceAdapter) {
    this.resourceAdapter = resourceAdapter;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(PrintWriter logWriter) {
    this.logWriter = logWriter;
  }
}
