package io.rabbitra.jms;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;

/**
 * The client identifier of one connection: configured, or set once by the application before it
 * uses the connection (Jakarta Messaging 3.1, section 6.1.2). Thread-safe; the broker is asked with
 * no lock held.
 */
final class ClientIdentifier {

  private final SessionProvider provider;
  private final Object lock = new Object();

  /** Null if there is none. Guarded by {@code lock}. */
  private String value;

  /** Too late to set it. Guarded by {@code lock}. */
  private boolean used;

  ClientIdentifier(SessionProvider provider) {
    this.provider = provider;
  }

  /**
   * Claims the configured one.
   *
   * @param configured null for none
   * @throws InvalidClientIDException another connection has it; this one is closed
   */
  void configure(String configured) throws JMSException {
    if (configured == null) {
      return;
    }
    try {
      provider.claim(configured);
    } catch (JMSException e) {
      provider.close();
      throw e;
    }
    synchronized (lock) {
      value = configured;
    }
  }

  /** Null if there is none. */
  String get() {
    synchronized (lock) {
      return value;
    }
  }

  /**
   * @throws IllegalStateException it is too late
   * @throws InvalidClientIDException it is empty, or another connection has it
   */
  void set(String newId) throws JMSException {
    synchronized (lock) {
      if (value != null || used) {
        throw new IllegalStateException(
            "the client identifier is set already, or the connection is in use");
      }
      if (newId == null || newId.isBlank()) {
        throw new InvalidClientIDException("a client identifier is not empty");
      }
    }
    provider.claim(newId);
    synchronized (lock) {
      value = newId;
    }
  }

  /** From now on it is too late to set it. */
  void connectionUsed() {
    synchronized (lock) {
      used = true;
    }
  }
}
