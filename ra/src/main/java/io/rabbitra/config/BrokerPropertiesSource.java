package io.rabbitra.config;

/**
 * Something that other beans may take their broker properties from: a connection factory whose JNDI
 * name an activation has as {@code connectionFactoryLookup}.
 */
public interface BrokerPropertiesSource {

  /** What it connects with: its own properties over those of the adapter it belongs to. */
  BrokerProperties brokerProperties();

  /** The JMS client identifier of its connections; null if there is none. */
  String clientId();
}
