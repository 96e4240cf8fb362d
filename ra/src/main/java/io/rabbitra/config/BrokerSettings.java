package io.rabbitra.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything the adapter has to know to open a connection to the broker. Immutable, compared by
 * value, made by {@link BrokerProperties#toSettings()}.
 *
 * @param addresses the nodes to try, never empty, all with TLS or all without; default {@value
 *     BrokerProperties#DEFAULT_URI}
 * @param shuffleAddresses whether they are tried in random order; default false
 * @param userName user of SASL PLAIN; default {@value #DEFAULT_USER_NAME}
 * @param password password of SASL PLAIN; default that of RabbitMQ's guest user
 * @param virtualHost virtual host of {@code connection.open}; default {@value
 *     #DEFAULT_VIRTUAL_HOST}
 * @param heartbeatSeconds heartbeat timeout to propose, in seconds, 0 to 65535, 0 = off; default
 *     {@value #DEFAULT_HEARTBEAT_SECONDS}
 * @param connectionTimeoutMillis how long to wait for one address, in milliseconds, greater than 0;
 *     default {@value #DEFAULT_CONNECTION_TIMEOUT_MILLIS}
 * @param connectionName name of the connection in the broker's list; default: empty
 * @param channelMax most channels of one connection to propose, 1 to 65535; default {@value
 *     #DEFAULT_CHANNEL_MAX}
 * @param tls present exactly if the addresses are {@code amqps}
 * @param saslMechanism default {@link SaslMechanism#PLAIN}
 */
public record BrokerSettings(
    List<BrokerAddress> addresses,
    boolean shuffleAddresses,
    String userName,
    String password,
    String virtualHost,
    int heartbeatSeconds,
    int connectionTimeoutMillis,
    Optional<String> connectionName,
    int channelMax,
    Optional<TlsSettings> tls,
    SaslMechanism saslMechanism) {

  public static final String DEFAULT_USER_NAME = "guest";
  public static final String DEFAULT_VIRTUAL_HOST = "/";
  public static final int DEFAULT_HEARTBEAT_SECONDS = 10;

  /** Short enough for several addresses to be tried while a caller waits. */
  public static final int DEFAULT_CONNECTION_TIMEOUT_MILLIS = 10_000;

  /** What RabbitMQ itself proposes. */
  public static final int DEFAULT_CHANNEL_MAX = 2047;

  private static final String DEFAULT_PASSWORD = "guest";

  /** Throws {@link InvalidConfigurationException} for a value out of the range given above. */
  public BrokerSettings {
    addresses = List.copyOf(addresses);
    Objects.requireNonNull(connectionName, "connectionName");
    Objects.requireNonNull(saslMechanism, "saslMechanism");
    boolean tlsExpected = tls.isPresent();
    if (addresses.isEmpty() || addresses.stream().anyMatch(a -> a.tls() != tlsExpected)) {
      throw new InvalidConfigurationException(
          "uri", addresses, "allowed is at least one address, all amqps if TLS is set, else amqp");
    }
    allowed("userName", userName, Checks.text(userName));
    allowed("password", InvalidConfigurationException.HIDDEN, Checks.password(password));
    allowed("virtualHost", virtualHost, Checks.virtualHost(virtualHost));
    allowed("heartbeat", heartbeatSeconds, Checks.heartbeat(heartbeatSeconds));
    allowed(
        "connectionTimeout",
        connectionTimeoutMillis,
        Checks.connectionTimeout(connectionTimeoutMillis));
    allowed("channelMax", channelMax, Checks.channelMax(channelMax));
  }

  private static void allowed(String property, Object value, String problem) {
    if (problem != null) {
      throw new InvalidConfigurationException(property, value, problem);
    }
  }

  /** Null = take the default. */
  static BrokerSettings resolved(
      List<BrokerAddress> addresses,
      boolean shuffleAddresses,
      String userName,
      String password,
      String virtualHost,
      Integer heartbeatSeconds,
      Integer connectionTimeoutMillis,
      String connectionName,
      Integer channelMax,
      TlsSettings tls,
      SaslMechanism saslMechanism) {
    return new BrokerSettings(
        addresses,
        shuffleAddresses,
        Objects.requireNonNullElse(userName, DEFAULT_USER_NAME),
        Objects.requireNonNullElse(password, DEFAULT_PASSWORD),
        Objects.requireNonNullElse(virtualHost, DEFAULT_VIRTUAL_HOST),
        Objects.requireNonNullElse(heartbeatSeconds, DEFAULT_HEARTBEAT_SECONDS),
        Objects.requireNonNullElse(connectionTimeoutMillis, DEFAULT_CONNECTION_TIMEOUT_MILLIS),
        Optional.ofNullable(connectionName),
        Objects.requireNonNullElse(channelMax, DEFAULT_CHANNEL_MAX),
        Optional.ofNullable(tls),
        Objects.requireNonNullElse(saslMechanism, SaslMechanism.PLAIN));
  }

  /**
   * The same settings for a login given by the caller or the container, both parts as they are. The
   * mechanism becomes {@link SaslMechanism#PLAIN}: who asks for a user must not silently get the
   * one of the certificate.
   *
   * @throws InvalidConfigurationException if one is null or cannot be sent by SASL PLAIN
   */
  public BrokerSettings withCredentials(String newUserName, String newPassword) {
    if (newUserName == null) {
      throw new InvalidConfigurationException("userName", null, "a login needs a user name");
    }
    if (newPassword == null) {
      throw new InvalidConfigurationException("password", null, "a login needs a password");
    }
    return new BrokerSettings(
        addresses,
        shuffleAddresses,
        newUserName,
        newPassword,
        virtualHost,
        heartbeatSeconds,
        connectionTimeoutMillis,
        connectionName,
        channelMax,
        tls,
        SaslMechanism.PLAIN);
  }

  /** The addresses as URIs without credentials, separated by commas, in the order of the list. */
  public String displayAddresses() {
    return addresses.stream().map(BrokerAddress::toString).collect(Collectors.joining(","));
  }

  /** One line for the log of an operator; without passwords. */
  public String describe() {
    return displayAddresses()
        + (shuffleAddresses ? " in random order" : "")
        + ", virtual host '"
        + virtualHost
        + "', "
        + (saslMechanism == SaslMechanism.PLAIN ? "user '" + userName + "'" : "SASL EXTERNAL")
        + ", heartbeat "
        + (heartbeatSeconds == 0 ? "off" : heartbeatSeconds + " s")
        + ", connection timeout "
        + connectionTimeoutMillis
        + " ms"
        + connectionName.map(name -> ", connection name '" + name + "'").orElse("")
        + tls.map(BrokerSettings::warning).orElse("");
  }

  private static String warning(TlsSettings tls) {
    if (!tls.verifyPeer()) {
      return ", TLS certificate of the broker NOT verified";
    }
    return tls.verifiesHostName() ? "" : ", TLS host name of the broker NOT verified";
  }

  /** Without passwords. */
  @Override
  public String toString() {
    return "BrokerSettings[" + describe() + ", channelMax=" + channelMax + "]";
  }
}
