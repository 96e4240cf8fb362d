package io.rabbitra.amqp;

/**
 * Told what happens to one physical connection.
 *
 * <p>Called on the adapter's control threads, never on an event loop and never with a lock of this
 * room held; may block for a bounded time.
 */
public interface ConnectionListener {

  /** A listener for connections whose owner finds out by using them. */
  ConnectionListener NONE = failure -> {};

  /**
   * The connection is gone and was not closed by its owner. Called once at most, and never after
   * {@link AmqpConnection#close} or {@link AmqpConnection#abort} was called by the owner.
   */
  void lost(BrokerException failure);
}
