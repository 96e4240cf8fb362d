package io.rabbitra.config;

/** The SASL mechanism offered in AMQP 0-9-1 {@code connection.start-ok}. */
public enum SaslMechanism {
  /** User name and password (RFC 4616). The default. */
  PLAIN,
  /**
   * The identity comes from outside the AMQP exchange, on RabbitMQ from the client's TLS
   * certificate.
   */
  EXTERNAL
}
