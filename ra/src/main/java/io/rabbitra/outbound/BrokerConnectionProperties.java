package io.rabbitra.outbound;

import io.rabbitra.config.BrokerProperties;
import io.rabbitra.config.InvalidConfigurationException;
import java.io.Serializable;
import java.util.Objects;

/**
 * The configuration properties that every connection factory has, as META-INF/ra.xml lists them.
 * Set before the first use and by one thread.
 */
public abstract class BrokerConnectionProperties implements Serializable {

  private static final long serialVersionUID = 1L;

  private BrokerProperties broker = BrokerProperties.NONE;
  private Integer confirmTimeout = 30_000;

  /** What is set here of the properties that the adapter has too. */
  BrokerProperties broker() {
    return broker;
  }

  /** Milliseconds a send waits for leave to publish, and then for the confirm; default 30000. */
  public Integer getConfirmTimeout() {
    return confirmTimeout;
  }

  public void setConfirmTimeout(Integer confirmTimeout) {
    this.confirmTimeout = inRange("confirmTimeout", confirmTimeout, 1, Integer.MAX_VALUE);
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

  /** By class, and by the values of all properties. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BrokerConnectionProperties that
        && getClass() == that.getClass()
        && broker.equals(that.broker)
        && confirmTimeout.equals(that.confirmTimeout);
  }

  @Override
  public int hashCode() {
    return Objects.hash(broker, confirmTimeout);
  }

  static Integer inRange(String property, Integer value, int min, int max) {
    if (value == null || value < min || value > max) {
      throw new InvalidConfigurationException(
          property, value, "allowed is a whole number from " + min + " to " + max);
    }
    return value;
  }
}
