package io.rabbitra.outbound;

/**
 * The same behind {@code jakarta.jms.TopicConnectionFactory}: servers tell connection definitions
 * apart by this class. All factories it makes implement all three interfaces.
 */
public final class RabbitTopicManagedConnectionFactory extends RabbitManagedConnectionFactory {

  private static final long serialVersionUID = 1L;
}
