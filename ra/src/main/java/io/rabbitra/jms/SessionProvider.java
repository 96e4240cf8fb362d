package io.rabbitra.jms;

import jakarta.jms.JMSException;

/** The sessions of one JMS connection. Thread-safe. */
public interface SessionProvider {

  /**
   * A session for the application, until it closes it.
   *
   * @throws jakarta.jms.JMSSecurityException if the broker refuses the login
   */
  RabbitSession take() throws JMSException;

  /**
   * Makes the client identifier this connection's own, among all connections to the virtual host
   * (Jakarta Messaging 3.1, section 6.1.2).
   *
   * @throws jakarta.jms.InvalidClientIDException another connection has it
   */
  void claim(String clientId) throws JMSException;

  /** The JMS connection is closed; its sessions are closed already. Idempotent. */
  void close();
}
