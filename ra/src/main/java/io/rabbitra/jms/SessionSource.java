package io.rabbitra.jms;

import io.rabbitra.config.BrokerPropertiesSource;
import jakarta.jms.JMSException;
import java.io.Serializable;

/** Where a factory takes its sessions from: a pool of the container, or a connection of our own. */
public interface SessionSource extends BrokerPropertiesSource, Serializable {

  /**
   * Begins a JMS connection.
   *
   * @param userName null for the configured or the container's login
   * @param losses told once if the physical connection that all sessions share is lost; never
   *     called where each session has one of its own
   * @throws jakarta.jms.JMSSecurityException if the broker refuses the login
   */
  SessionProvider connect(String userName, String password, LossListener losses)
      throws JMSException;

  /** Whether a container manages the sessions, so that its restrictions hold. */
  boolean managed();

  /** Whether a session that a container manages may have local transactions. */
  boolean allowsLocalTransactions();
}
