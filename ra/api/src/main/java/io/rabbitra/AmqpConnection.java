package io.rabbitra;

import java.util.List;

/**
 * A handle on a connection to RabbitMQ that publishes with publisher confirms (AMQP extension
 * confirm.select). In a warm pool a publish is one basic.publish and its confirm: no channel is
 * opened, nothing is declared.
 *
 * <p>Every method waits at most for the factory's {@code confirmTimeout}, in milliseconds, until
 * the broker lets it publish (it may block publishers), and then as long for the confirms.
 *
 * <p>In a transaction of the container (JTA) a message is held until the commit, which publishes
 * all in one flush and waits for the confirms; what the broker refuses then fails the commit, whose
 * text names each message by its message-id. A rollback publishes nothing. After one that the
 * component has not asked for, as the container's timeout makes it, every publish fails until the
 * connection is closed.
 *
 * <p>Threads: several may publish at once; each waits for its own confirms. {@link #close} makes
 * what others call from then on fail, and lets end what is under way. In a container the rules of
 * the component hold as well: no handle outlives the call, or the component, that got it.
 *
 * <p>Nothing is retried: after an exception with {@link AmqpException#outcomeUnknown()} only the
 * application can know whether a duplicate does harm.
 */
public interface AmqpConnection extends AutoCloseable {

  /**
   * Publishes one message, mandatory: the same as {@link #publish(AmqpMessage)} with {@link
   * AmqpMessage#of}.
   *
   * @throws IllegalArgumentException a name is null or longer than AMQP allows
   * @throws AmqpException as {@link #publish(AmqpMessage)}
   */
  default void publish(String exchange, String routingKey, AmqpProperties properties, byte[] body) {
    publish(AmqpMessage.of(exchange, routingKey, properties, body));
  }

  /**
   * basic.publish; returns when the broker has taken responsibility for the message (basic.ack).
   *
   * <p>Mandatory is ignored for the address of a direct reply, {@code amq.rabbitmq.reply-to.*} on
   * the default exchange: the broker says of a reply that was delivered that no queue took it.
   *
   * @throws AmqpException {@link AmqpException.Reason#UNROUTABLE}, {@link
   *     AmqpException.Reason#NACKED}: the broker has it not; {@link
   *     AmqpException.Reason#NOT_FOUND}: no such exchange; {@link AmqpException.Reason#INVALID}:
   *     over the broker's size limit, a user-id that is not the login, or headers larger than a
   *     frame; {@link AmqpException.Reason#TIMEOUT}, {@link AmqpException.Reason#UNAVAILABLE}: see
   *     {@link AmqpException#outcomeUnknown()}
   */
  void publish(AmqpMessage message);

  /**
   * basic.publish of all messages in the order of the list, in one write to the socket for every 16
   * MiB, and one wait for all confirms. It is no transaction: when it fails, some messages are
   * published. An empty list does nothing.
   *
   * @throws AmqpException at least one message is not confirmed; {@link AmqpException#outcomes()}
   *     says what is known of each, in the order of the list. Unroutable and refused messages do
   *     not keep others from being published; what the broker closes the channel for, such as a
   *     missing exchange, leaves of all that were not confirmed yet the outcome unknown, with
   *     {@link AmqpException.Reason#UNAVAILABLE}: the broker does not say which one it was
   */
  void publishAll(List<AmqpMessage> messages);

  /** Gives the connection back to the pool, or closes it. Idempotent; never throws. */
  @Override
  void close();
}
