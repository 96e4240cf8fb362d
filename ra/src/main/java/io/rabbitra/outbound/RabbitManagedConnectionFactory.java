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
import io.rabbitra.destination.DeclarePolicy;
import io.rabbitra.destination.RabbitDestinationMapper;
import io.rabbitra.jms.DeliveryMemory;
import io.rabbitra.jms.RabbitConnectionFactory;
import io.rabbitra.jms.SessionCore;
import io.rabbitra.jms.SessionSettings;
import io.rabbitra.jms.TxMode;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.message.TrustedPackages;
import io.rabbitra.work.AdapterThreads;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ConnectionManager;
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
import java.io.Serializable;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;

/**
 * Makes pooled connections for one connection factory (Jakarta Connectors 2.1, chapter 6).
 *
 * <p>Broker properties that are not set here come from the adapter. Without an adapter the factory
 * runs on threads of its own, started with the first connection and ended by {@link #close}:
 *
 * <pre>
 *   var factory = new RabbitManagedConnectionFactory();
 *   factory.setUri("amqp://broker");
 *   var connectionFactory = (ConnectionFactory) factory.createConnectionFactory();
 * </pre>
 *
 * <p>Equality is by configuration and class. Properties are set before the first use and by one
 * thread; all else is thread-safe.
 */
public class RabbitManagedConnectionFactory
    implements ManagedConnectionFactory,
        ResourceAdapterAssociation,
        ValidatingManagedConnectionFactory,
        TransactionSupport,
        AutoCloseable,
        Serializable {

  private static final long serialVersionUID = 1L;

  /** How many message listeners may run at once without a container; threads come by need. */
  private static final int OWN_WORKERS = 256;

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private BrokerProperties broker = BrokerProperties.NONE;
  private Integer confirmTimeout = 30_000;
  private Integer prefetch = 1;
  private String clientId;
  private String txMode = TxMode.CONFIRM.text();
  private String declare = DeclarePolicy.NONE.name().toLowerCase(Locale.ROOT);
  private String trustedPackages;
  private transient ResourceAdapter resourceAdapter;
  private transient PrintWriter logWriter;

  /** Null while there is an adapter, or nothing was opened yet. Guarded by {@code this}. */
  private transient AmqpRuntime ownRuntime;

  /** Made when first needed. Guarded by {@code this}. */
  private transient DeliveryMemory memory;

  @Override
  public Object createConnectionFactory(ConnectionManager connectionManager) {
    return new RabbitConnectionFactory(new PoolSessionSource(this, connectionManager));
  }

  /** A factory without a container: a physical connection for each JMS connection. */
  @Override
  public Object createConnectionFactory() {
    return new RabbitConnectionFactory(new DirectSessionSource(this));
  }

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
            login,
            settings(login).userName(),
            connection,
            new SessionCore(connection, sessionSettings()));
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

  SessionSettings sessionSettings() throws ResourceException {
    AdapterThreads threads = runtime().threads();
    synchronized (this) {
      if (memory == null) {
        memory = new DeliveryMemory();
      }
      return new SessionSettings(
          Duration.ofMillis(confirmTimeout),
          prefetch,
          DeclarePolicy.parse(declare) == DeclarePolicy.DECLARE,
          TxMode.parse(txMode),
          new MessageMapper(new RabbitDestinationMapper(), TrustedPackages.parse(trustedPackages)),
          memory,
          threads);
    }
  }

  @Override
  public ManagedConnection matchManagedConnections(
      @SuppressWarnings("rawtypes") Set candidates, Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    Login login = Login.of(this, subject, info);
    for (Object candidate : candidates) {
      if (candidate instanceof RabbitManagedConnection unit
          && unit.isFor(login)
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

  /** {@code NoTransaction}: this version takes no part in transactions; sends count at once. */
  @Override
  public TransactionSupportLevel getTransactionSupport() {
    return TransactionSupportLevel.NoTransaction;
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

  private BrokerSettings settings(Login login) throws ResourceException {
    BrokerProperties base =
        resourceAdapter instanceof AmqpAccess access
            ? access.brokerProperties()
            : BrokerProperties.NONE;
    BrokerSettings settings;
    try {
      settings = broker.over(base).toSettings();
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

  private AmqpRuntime runtime() throws ResourceException {
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

  /** Milliseconds a send waits for leave to publish, and then for the confirm; default 30000. */
  public Integer getConfirmTimeout() {
    return confirmTimeout;
  }

  public void setConfirmTimeout(Integer confirmTimeout) {
    this.confirmTimeout = inRange("confirmTimeout", confirmTimeout, 1, Integer.MAX_VALUE);
  }

  /**
   * Messages the broker sends ahead to a consumer that an application reads with receive, 1 to
   * 65535; default 1. What was sent ahead and not received goes back when the consumer is closed.
   */
  public Integer getPrefetch() {
    return prefetch;
  }

  public void setPrefetch(Integer prefetch) {
    this.prefetch = inRange("prefetch", prefetch, 1, 65_535);
  }

  /** JMS client identifier of the connections; default none. */
  public String getClientId() {
    return clientId;
  }

  public void setClientId(String clientId) {
    this.clientId = clientId == null || clientId.isBlank() ? null : clientId;
  }

  /**
   * How a transacted session sends: {@code confirm}, the default, holds messages until commit and
   * confirms each; {@code amqp} uses AMQP transactions (tx.select).
   */
  public String getTxMode() {
    return txMode;
  }

  /**
   * @throws InvalidConfigurationException it is neither of the two
   */
  public void setTxMode(String txMode) {
    try {
      this.txMode = TxMode.parse(txMode).text();
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException("txMode", txMode, "allowed are confirm, amqp");
    }
  }

  /**
   * Whether a queue that {@code createQueue} names is declared when it is first used: {@code none},
   * the default, or {@code declare}.
   */
  public String getDeclare() {
    return declare;
  }

  /**
   * @throws InvalidConfigurationException it is neither of the two
   */
  public void setDeclare(String declare) {
    String value = declare == null ? "" : declare.strip().toLowerCase(Locale.ROOT);
    if (!value.equals("none") && !value.equals("declare")) {
      throw new InvalidConfigurationException("declare", declare, "allowed are none, declare");
    }
    this.declare = value;
  }

  /**
   * Comma-separated packages and classes whose objects a received ObjectMessage may hold, {@code *}
   * for all; by default none.
   */
  public String getTrustedPackages() {
    return trustedPackages;
  }

  /**
   * @throws InvalidConfigurationException an entry is no name of a package or class
   */
  public void setTrustedPackages(String trustedPackages) {
    try {
      TrustedPackages.parse(trustedPackages);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException(
          "trustedPackages", trustedPackages, "allowed are names of packages and classes, or *");
    }
    this.trustedPackages = trustedPackages;
  }

  /** See the adapter's property of this name; overrides it for this factory. */
  public String getUri() {
    return broker.uri();
  }

  public void setUri(String uri) {
    broker = broker.withUri(uri);
  }

  /** See the adapter's property of this name. */
  public Boolean getShuffleAddresses() {
    return broker.shuffleAddresses();
  }

  public void setShuffleAddresses(Boolean shuffleAddresses) {
    broker = broker.withShuffleAddresses(shuffleAddresses);
  }

  /** See the adapter's property of this name. */
  public String getUserName() {
    return broker.userName();
  }

  public void setUserName(String userName) {
    broker = broker.withUserName(userName);
  }

  /** Synonym of {@code userName}, which some servers pass from a resource definition. */
  public String getUser() {
    return broker.userName();
  }

  public void setUser(String user) {
    setUserName(user);
  }

  /** See the adapter's property of this name. */
  public String getPassword() {
    return broker.password();
  }

  public void setPassword(String password) {
    broker = broker.withPassword(password);
  }

  /** See the adapter's property of this name. */
  public String getVirtualHost() {
    return broker.virtualHost();
  }

  public void setVirtualHost(String virtualHost) {
    broker = broker.withVirtualHost(virtualHost);
  }

  /** Seconds; see the adapter's property of this name. */
  public Integer getHeartbeat() {
    return broker.heartbeat();
  }

  public void setHeartbeat(Integer heartbeat) {
    broker = broker.withHeartbeat(heartbeat);
  }

  /** Milliseconds; see the adapter's property of this name. */
  public Integer getConnectionTimeout() {
    return broker.connectionTimeout();
  }

  public void setConnectionTimeout(Integer connectionTimeout) {
    broker = broker.withConnectionTimeout(connectionTimeout);
  }

  /** See the adapter's property of this name. */
  public String getConnectionName() {
    return broker.connectionName();
  }

  public void setConnectionName(String connectionName) {
    broker = broker.withConnectionName(connectionName);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RabbitManagedConnectionFactory that
        && broker.equals(that.broker)
        && confirmTimeout.equals(that.confirmTimeout)
        && getClass() == that.getClass()
        && prefetch.equals(that.prefetch)
        && txMode.equals(that.txMode)
        && declare.equals(that.declare)
        && Objects.equals(trustedPackages, that.trustedPackages)
        && Objects.equals(clientId, that.clientId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(broker, confirmTimeout, prefetch, clientId);
  }

  private static Integer inRange(String property, Integer value, int min, int max) {
    if (value == null || value < min || value > max) {
      throw new InvalidConfigurationException(
          property, value, "allowed is a whole number from " + min + " to " + max);
    }
    return value;
  }
}
