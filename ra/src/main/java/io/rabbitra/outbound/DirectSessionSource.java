package io.rabbitra.outbound;

import io.rabbitra.config.BrokerProperties;
import io.rabbitra.jms.LossListener;
import io.rabbitra.jms.SessionProvider;
import io.rabbitra.jms.SessionSource;
import jakarta.jms.JMSException;

/** Stands for the container's pool where there is none. Thread-safe. */
final class DirectSessionSource implements SessionSource {

  private static final long serialVersionUID = 1L;

  private final RabbitManagedConnectionFactory factory;

  DirectSessionSource(RabbitManagedConnectionFactory factory) {
    this.factory = factory;
  }

  /** Opens the physical connection that all sessions of the JMS connection share. */
  @Override
  public SessionProvider connect(String userName, String password, LossListener losses)
      throws JMSException {
    return DirectConnection.open(factory, PoolSessionSource.login(userName, password), losses);
  }

  @Override
  public boolean managed() {
    return false;
  }

  @Override
  public boolean allowsLocalTransactions() {
    return true;
  }

  @Override
  public BrokerProperties brokerProperties() {
    return factory.brokerProperties();
  }

  @Override
  public String clientId() {
    return factory.getClientId();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DirectSessionSource that && factory.equals(that.factory);
  }

  @Override
  public int hashCode() {
    return factory.hashCode();
  }
}
