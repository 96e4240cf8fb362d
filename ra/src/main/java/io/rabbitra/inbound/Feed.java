package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;

/** One consumer, and the way back for what it was delivered. Thread-safe. */
interface Feed {

  /**
   * The queue that deliveries come from, by its name for the default exchange; null if nothing may
   * be published to it again, as to a stream, which others read too.
   */
  String queue();

  /** basic.ack; it may wait for {@link #flush}, but not longer than a moment. */
  void ack(long tag, boolean multiple) throws BrokerException;

  /** Back to the queue, and it counts as an attempt (basic.reject). */
  void reject(long tag) throws BrokerException;

  /** To the dead-letter exchange of the queue (basic.reject without requeue). */
  void discard(long tag) throws BrokerException;

  /** Back to the queue as if it had not been delivered (basic.nack). */
  void giveBack(long tag, boolean multiple) throws BrokerException;

  /** Sends what has been told until now. */
  void flush();

  /** Whether the broker can still be told. */
  boolean isOpen();

  /** Ends the consumer; when it returns, the broker sends no more. Blocks; never throws. */
  void cancel();

  /** Lets go of the channel; what is not settled goes back. Bounded; never throws. */
  void close();
}
