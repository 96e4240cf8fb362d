package io.rabbitra.jms;

import jakarta.jms.JMSException;
import java.io.Serializable;

/** Where a factory takes its sessions from: a pool of the container, or a connection each. */
public interface SessionSource extends Serializable {

  /**
   * Takes a session.
   *
   * @param userName null for the configured or the container's login
   * @throws jakarta.jms.JMSSecurityException if the broker refuses the login
   */
  RabbitSession take(String userName, String password) throws JMSException;

  /** Whether a container manages the sessions, so that its restrictions hold. */
  boolean managed();

  /** The configured JMS client identifier, or null. */
  String clientId();
}
