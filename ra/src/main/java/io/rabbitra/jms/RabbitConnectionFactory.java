package io.rabbitra.jms;

import io.rabbitra.config.BrokerProperties;
import io.rabbitra.config.BrokerPropertiesSource;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.resource.Referenceable;
import java.io.Serializable;
import javax.naming.Reference;

/**
 * The connection factory an application looks up. Thread-safe, immutable but for the JNDI reference
 * that the container sets once.
 */
public final class RabbitConnectionFactory
    implements QueueConnectionFactory,
        TopicConnectionFactory,
        BrokerPropertiesSource,
        Referenceable,
        Serializable {

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
   * <p>In a container it contacts no broker: the connection is taken from the pool by
   * createSession.
   */
  @Override
  public Connection createConnection() throws JMSException {
    return connection(Domain.UNIFIED, null, null);
  }

  @Override
  public Connection createConnection(String userName, String password) throws JMSException {
    return connection(Domain.UNIFIED, userName, password);
  }

  @Override
  public QueueConnection createQueueConnection() throws JMSException {
    return connection(Domain.QUEUE, null, null);
  }

  @Override
  public QueueConnection createQueueConnection(String userName, String password)
      throws JMSException {
    return connection(Domain.QUEUE, userName, password);
  }

  @Override
  public TopicConnection createTopicConnection() throws JMSException {
    return connection(Domain.TOPIC, null, null);
  }

  @Override
  public TopicConnection createTopicConnection(String userName, String password)
      throws JMSException {
    return connection(Domain.TOPIC, userName, password);
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
          RabbitConnection connection = connection(Domain.UNIFIED, userName, password);
          boolean made = false;
          try {
            JMSContext context =
                new RabbitContext(connection, connection.createContextSession(sessionMode));
            made = true;
            return context;
          } finally {
            if (!made) {
              connection.close();
            }
          }
        });
  }

  @Override
  public BrokerProperties brokerProperties() {
    return source.brokerProperties();
  }

  @Override
  public String clientId() {
    return source.clientId();
  }

  @Override
  public void setReference(Reference reference) {
    this.reference = reference;
  }

  @Override
  public Reference getReference() {
    return reference;
  }

  private RabbitConnection connection(Domain domain, String userName, String password)
      throws JMSException {
    return new RabbitConnection(source, domain, userName, password);
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
