package io.rabbitra.config;

import java.util.Objects;

/**
 * Where one broker node listens.
 *
 * @param host host name, IPv4 address, or IPv6 address without the brackets of its URI form
 * @param port TCP port, 1 to 65535
 * @param tls whether TLS is spoken there ({@code amqps})
 */
public record BrokerAddress(String host, int port, boolean tls) {
  /** The port registered for AMQP. */
  public static final int DEFAULT_PORT = 5672;

  /** The port registered for AMQP over TLS. */
  public static final int DEFAULT_TLS_PORT = 5671;

  /** Throws {@link InvalidConfigurationException} for an empty host or a port out of range. */
  public BrokerAddress {
    Objects.requireNonNull(host, "host");
    if (host.isBlank()) {
      throw new InvalidConfigurationException("host", "''", "allowed is a host name or address");
    }
    if (port < 1 || port > 65535) {
      throw new InvalidConfigurationException("port", port, "allowed is 1 to 65535");
    }
  }

  /** As a URI without credentials: {@code amqp://host:5672}, {@code amqps://[::1]:5671}. */
  @Override
  public String toString() {
    String literal = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (tls ? "amqps://" : "amqp://") + literal + ":" + port;
  }
}
