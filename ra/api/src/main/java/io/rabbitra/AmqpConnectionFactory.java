package io.rabbitra;

/**
 * The native view of a connection pool: what a component looks up, or has injected, to publish
 * without Jakarta Messaging between it and AMQP 0-9-1.
 *
 * <pre>
 *   &#64;Resource(lookup = "java:/rabbit/native")
 *   private AmqpConnectionFactory connections;
 *
 *   try (AmqpConnection connection = connections.getConnection()) {
 *     connection.publish("orders", "new", AmqpProperties.builder().build(), body);
 *   }
 * </pre>
 *
 * <p>Thread-safe. What the adapter gives an application is also Serializable and Referenceable, as
 * Jakarta Connectors 2.1 wants of every connection factory (section 10.5).
 */
public interface AmqpConnectionFactory {

  /**
   * A connection with the configured login, or that of container-managed sign-on. In a container it
   * comes from the pool and goes back to it; elsewhere it is a physical connection of its own.
   *
   * @throws AmqpException {@link AmqpException.Reason#AUTHENTICATION}, {@link
   *     AmqpException.Reason#UNAVAILABLE}: no broker, or no connection is left in the pool; or
   *     another reason of the broker to refuse
   */
  AmqpConnection getConnection();

  /**
   * The same with a login of the application's own, which container-managed sign-on overrides. The
   * pool keeps connections of different logins apart.
   *
   * @param userName null for the configured login
   * @param password null for an empty one
   * @throws AmqpException as {@link #getConnection()}
   */
  AmqpConnection getConnection(String userName, String password);
}
