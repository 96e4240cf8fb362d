package io.rabbitra;

/**
 * The message listener interface of a message-driven bean that wants AMQP 0-9-1 as it is.
 *
 * <p>A bean instance is called by one thread at a time, a thread of the container.
 */
public interface AmqpListener {

  /**
   * One basic.deliver. A normal return acknowledges it, in container-managed transactions the
   * commit does; an exception, checked or not, goes to the redelivery policy of the activation, and
   * such a transaction is rolled back.
   */
  void onMessage(AmqpDelivery delivery) throws Exception;

  /**
   * The endpoint has stopped consuming: the broker cancelled its consumer or the connection is
   * lost. It tries to consume again by itself.
   *
   * @param reason for people
   */
  default void onCancelled(String reason) {}

  /** The endpoint consumes again after {@link #onCancelled}. */
  default void onReactivated() {}
}
