package io.rabbitra.outbound;

import io.rabbitra.config.InvalidConfigurationException;
import io.rabbitra.destination.DeclarePolicy;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import io.rabbitra.jms.DeliveryMemory;
import io.rabbitra.jms.RabbitConnectionFactory;
import io.rabbitra.jms.RabbitSession;
import io.rabbitra.jms.SessionSettings;
import io.rabbitra.jms.TxMode;
import io.rabbitra.jms.UnitHandle;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.message.TrustedPackages;
import io.rabbitra.work.AdapterThreads;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

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
public class RabbitManagedConnectionFactory extends BrokerManagedConnectionFactory {

  private static final long serialVersionUID = 1L;

  private Integer prefetch = 1;
  private String clientId;
  private String txMode = TxMode.CONFIRM.text();
  private Boolean allowLocalTransactions = false;
  private String declare = DeclarePolicy.NONE.name().toLowerCase(Locale.ROOT);
  private String trustedPackages;

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

  @Override
  SessionSettings sessionSettings() throws ResourceException {
    AdapterThreads threads = runtime().threads();
    synchronized (this) {
      if (memory == null) {
        memory = new DeliveryMemory();
      }
      return new SessionSettings(
          Duration.ofMillis(getConfirmTimeout()),
          prefetch,
          DeclarePolicy.parse(declare) == DeclarePolicy.DECLARE,
          TxMode.parse(txMode),
          new MessageMapper(new RabbitDestinationMapper(), TrustedPackages.parse(trustedPackages)),
          memory,
          threads);
    }
  }

  @Override
  UnitHandle.Maker handles() {
    return RabbitSession::new;
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
   * How a transaction sends, that of a session or of the container: {@code confirm}, the default,
   * holds messages until commit and confirms each; {@code amqp} uses AMQP transactions (tx.select).
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
   * Whether the application may demarcate local transactions: if true, {@code createSession(true,
   * …)} makes a transacted session where no transaction of the container is active. By default
   * false: such a session acknowledges by itself, as Jakarta Messaging 3.1, section 12.3,
   * recommends. A JMSContext of a container never is transacted by itself.
   */
  public Boolean getAllowLocalTransactions() {
    return allowLocalTransactions;
  }

  /**
   * @throws InvalidConfigurationException it is null
   */
  public void setAllowLocalTransactions(Boolean allowLocalTransactions) {
    if (allowLocalTransactions == null) {
      throw new InvalidConfigurationException(
          "allowLocalTransactions", null, "allowed are true, false");
    }
    this.allowLocalTransactions = allowLocalTransactions;
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

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof RabbitManagedConnectionFactory that
        && prefetch.equals(that.prefetch)
        && txMode.equals(that.txMode)
        && allowLocalTransactions.equals(that.allowLocalTransactions)
        && declare.equals(that.declare)
        && Objects.equals(trustedPackages, that.trustedPackages)
        && Objects.equals(clientId, that.clientId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), prefetch, clientId);
  }
}
