package io.rabbitra.inbound;

import io.rabbitra.config.BrokerProperties;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.config.InvalidConfigurationException;
import io.rabbitra.destination.DeclarePolicy;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.message.TrustedPackages;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import java.time.Duration;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The activation configuration of a message-driven bean (Jakarta Messaging 3.1, section 13.1).
 *
 * <p>{@code destinationName} or {@code destinationLookup} is required. Broker properties that are
 * not set here come from the adapter. Some servers call neither {@link #validate} nor set defaults
 * from the descriptor, so the defaults are those of the fields, and the activation validates again.
 *
 * <p>Equality is identity (Jakarta Connectors 2.1, section 13.4.2.2): two activations that look
 * alike each get their own copies of what is sent.
 */
public final class RabbitActivationSpec implements ActivationSpec, Serializable {

  private static final long serialVersionUID = 1L;

  private transient ResourceAdapter resourceAdapter;
  private BrokerProperties broker = BrokerProperties.NONE;
  private String destinationName;
  private String destinationLookup;
  private String destinationType = Queue.class.getName();
  private Integer maxSessions = 10;
  private Integer prefetch = 50;
  private String acknowledgeMode = AcknowledgeMode.AUTO.standardName();
  private String declare = "none";
  private Integer reconnectInterval = 1000;
  private Integer maxReconnectInterval = 30_000;
  private Integer drainTimeout = 10_000;
  private String trustedPackages;

  /**
   * {@inheritDoc}
   *
   * @throws InvalidPropertyException names every wrong property and what is allowed
   */
  @Override
  public void validate() throws InvalidPropertyException {
    ActivationValidator.validate(this);
  }

  /**
   * Validates, looks {@code destinationLookup} up and merges. To be called while the component
   * namespace of the bean is present: on the thread of endpointActivation.
   */
  ActivationSettings resolve(BrokerProperties ofAdapter, String beanName) throws ResourceException {
    validate();
    BrokerSettings settings;
    try {
      settings = broker.over(ofAdapter).toSettings();
    } catch (InvalidConfigurationException e) {
      throw new InvalidPropertyException(e.getMessage(), e);
    }
    String queue = destinationName != null ? destinationName : lookUp();
    return new ActivationSettings(
        beanName + "(" + queue + ")",
        settings,
        queue,
        DeclarePolicy.parse(declare),
        maxSessions,
        prefetch,
        Duration.ofMillis(reconnectInterval),
        Duration.ofMillis(maxReconnectInterval),
        Duration.ofMillis(drainTimeout),
        TrustedPackages.parse(trustedPackages));
  }

  // The name is the deployer's, as the specification of destinationLookup wants it.
  @SuppressWarnings("BanJNDI")
  private String lookUp() throws ResourceException {
    Object found;
    try {
      found = new InitialContext().lookup(destinationLookup);
    } catch (NamingException e) {
      throw new InvalidPropertyException(
          "destinationLookup = " + destinationLookup + ": no such JNDI name", e);
    }
    if (found instanceof RabbitQueue queue) {
      return queue.getQueueName();
    }
    if (found instanceof Queue queue) {
      try {
        return queue.getQueueName();
      } catch (JMSException e) {
        throw new InvalidPropertyException(
            "destinationLookup = " + destinationLookup + ": the queue does not tell its name", e);
      }
    }
    throw new InvalidPropertyException(
        "destinationLookup = "
            + destinationLookup
            + ": a "
            + (found instanceof Destination ? "destination that is no queue" : found.getClass())
            + " is there; allowed is a jakarta.jms.Queue");
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter resourceAdapter) {
    this.resourceAdapter = resourceAdapter;
  }

  /** Name of the queue to consume from. Has precedence over {@code destinationLookup}. */
  public String getDestinationName() {
    return destinationName;
  }

  public void setDestinationName(String destinationName) {
    this.destinationName =
        destinationName == null || destinationName.isBlank() ? null : destinationName;
  }

  /**
   * Synonym of {@code destinationName}; not on Open Liberty, which gives it a meaning of its own.
   */
  public String getDestination() {
    return destinationName;
  }

  public void setDestination(String destination) {
    setDestinationName(destination);
  }

  /** JNDI name of a {@code jakarta.jms.Queue}; looked up when the bean is activated. */
  public String getDestinationLookup() {
    return destinationLookup;
  }

  public void setDestinationLookup(String destinationLookup) {
    this.destinationLookup =
        destinationLookup == null || destinationLookup.isBlank() ? null : destinationLookup;
  }

  /** {@code jakarta.jms.Queue}, the default and the only type at present. */
  public String getDestinationType() {
    return destinationType;
  }

  public void setDestinationType(String destinationType) {
    this.destinationType = destinationType;
  }

  /** How many messages may be in beans at once, 1 to 2000; default 10. */
  public Integer getMaxSessions() {
    return maxSessions;
  }

  public void setMaxSessions(Integer maxSessions) {
    this.maxSessions = maxSessions;
  }

  /** Messages the broker sends ahead to each session (basic.qos), 1 to 65535; default 50. */
  public Integer getPrefetch() {
    return prefetch;
  }

  public void setPrefetch(Integer prefetch) {
    this.prefetch = prefetch;
  }

  /** {@code Auto-acknowledge}, the default, or {@code Dups-ok-acknowledge}. */
  public String getAcknowledgeMode() {
    return acknowledgeMode;
  }

  public void setAcknowledgeMode(String acknowledgeMode) {
    this.acknowledgeMode = acknowledgeMode;
  }

  /**
   * What to do about the queue at each activation: {@code none}, the default, expects it and waits
   * for it; {@code passive} asks the broker for it first (queue.declare passive); {@code declare}
   * declares it durable.
   */
  public String getDeclare() {
    return declare;
  }

  public void setDeclare(String declare) {
    this.declare = declare;
  }

  /** Milliseconds before the second attempt to activate, at least 1; doubles; default 1000. */
  public Integer getReconnectInterval() {
    return reconnectInterval;
  }

  public void setReconnectInterval(Integer reconnectInterval) {
    this.reconnectInterval = reconnectInterval;
  }

  /** Milliseconds between attempts at most; default 30000. */
  public Integer getMaxReconnectInterval() {
    return maxReconnectInterval;
  }

  public void setMaxReconnectInterval(Integer maxReconnectInterval) {
    this.maxReconnectInterval = maxReconnectInterval;
  }

  /** Milliseconds that running onMessage calls may take to finish, at least 0; default 10000. */
  public Integer getDrainTimeout() {
    return drainTimeout;
  }

  public void setDrainTimeout(Integer drainTimeout) {
    this.drainTimeout = drainTimeout;
  }

  /**
   * Packages and classes that received object messages may consist of, separated by commas; a
   * package stands for those below it too, {@code *} for all. Default: none, so that {@code
   * getObject} throws.
   */
  public String getTrustedPackages() {
    return trustedPackages;
  }

  public void setTrustedPackages(String trustedPackages) {
    this.trustedPackages = trustedPackages;
  }

  /** See the adapter's property of this name; overrides it for this bean. */
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

  /** Synonym of {@code userName}. */
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
}
