package io.rabbitra.inbound;

import java.io.Serializable;

/**
 * The part of an activation configuration that says where the broker is and who logs in. What is
 * not set comes from {@code connectionFactoryLookup}, else from the adapter. A value is only kept
 * here and checked by the activation's {@code validate}, so that one wrong property does not hide
 * the next.
 */
public abstract class BrokerActivationProperties implements Serializable {

  private static final long serialVersionUID = 1L;

  private String uri;
  private Boolean shuffleAddresses;
  private String userName;
  private String password;
  private String virtualHost;
  private Integer heartbeat;
  private Integer connectionTimeout;
  private String connectionName;

  BrokerActivationProperties() {}

  /** Null for what is blank: descriptors have no other way to leave a value out. */
  static String orNull(String value) {
    return value == null || value.isBlank() ? null : value;
  }

  /** The default for what is blank. */
  static String or(String defaultValue, String value) {
    return value == null || value.isBlank() ? defaultValue : value.strip();
  }

  /** See the adapter's property of this name; overrides it for this bean. */
  public String getUri() {
    return uri;
  }

  public void setUri(String uri) {
    this.uri = orNull(uri);
  }

  /** See the adapter's property of this name. */
  public Boolean getShuffleAddresses() {
    return shuffleAddresses;
  }

  public void setShuffleAddresses(Boolean shuffleAddresses) {
    this.shuffleAddresses = shuffleAddresses;
  }

  /** See the adapter's property of this name. */
  public String getUserName() {
    return userName;
  }

  public void setUserName(String userName) {
    this.userName = orNull(userName);
  }

  /** Synonym of {@code userName}. */
  public String getUser() {
    return userName;
  }

  public void setUser(String user) {
    setUserName(user);
  }

  /** See the adapter's property of this name. */
  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = orNull(password);
  }

  /** See the adapter's property of this name. */
  public String getVirtualHost() {
    return virtualHost;
  }

  public void setVirtualHost(String virtualHost) {
    this.virtualHost = orNull(virtualHost);
  }

  /** Seconds; see the adapter's property of this name. */
  public Integer getHeartbeat() {
    return heartbeat;
  }

  public void setHeartbeat(Integer heartbeat) {
    this.heartbeat = heartbeat;
  }

  /** Milliseconds; see the adapter's property of this name. */
  public Integer getConnectionTimeout() {
    return connectionTimeout;
  }

  public void setConnectionTimeout(Integer connectionTimeout) {
    this.connectionTimeout = connectionTimeout;
  }

  /** See the adapter's property of this name. */
  public String getConnectionName() {
    return connectionName;
  }

  public void setConnectionName(String connectionName) {
    this.connectionName = orNull(connectionName);
  }
}
