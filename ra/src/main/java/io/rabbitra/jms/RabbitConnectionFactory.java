package io.rabbitra.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.resource.Referenceable;
import java.io.Serializable;
import javax.naming.Reference;

/**
 * The connection factory an application looks up. Thread-safe, immutable but for the JNDI reference
 * that the container sets once.
 */
public final class RabbitConnectionFactory
    implements ConnectionFactory, Referenceable, Serializable {

  private static final long serialVersionUID = 1L;

  private final SessionSource source;

  /** Set by the container before the factory is shared. */
  private Reference reference;

  public RabbitConnectionFactory(SessionSource source) {
    this.source = source;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Contacts no broker: the connection is made, or taken from the pool, by createSession.
   */
  @Override
  public Connection createConnection() {
    return connection(null, null);
  }

  @Override
  public Connection createConnection(String userName, String password) {
    return connection(userName, password);
  }

  @Override
  public JMSContext createContext() {
    return createContext(null, null, JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Override
  public JMSContext createContext(String userName, String password) {
    return createContext(userName, password, JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Override
  public JMSContext createContext(int sessionMode) {
    return createContext(null, null, sessionMode);
  }

  @Override
  public JMSContext createContext(String userName, String password, int sessionMode) {
    return JmsErrors.unchecked(
        () -> {
          RabbitConnection connection = connection(userName, password);
          return new RabbitContext(connection, connection.createContextSession(sessionMode));
        });
  }

  @Override
  public void setReference(Reference reference) {
    this.reference = reference;
  }

  @Override
  public Reference getReference() {
    return reference;
  }

  private RabbitConnection connection(String userName, String password) {
    return new RabbitConnection(source, userName, password);
  }

  /** Two factories over equal sources are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RabbitConnectionFactory that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  static JMSException closed(String what) {
    return new jakarta.jms.IllegalStateException("the " + what + " is closed");
  }
}
