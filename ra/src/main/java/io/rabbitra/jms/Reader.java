package io.rabbitra.jms;

import jakarta.jms.JMSException;
import java.util.function.BooleanSupplier;

/**
 * Where a consumer takes its messages from. One thread at a time takes and settles; {@link #wake},
 * {@link #close}, {@link #abandon} and {@link #isReading} are for any thread.
 */
interface Reader extends Settler {

  /**
   * The next message, or null: after {@code nanos}, or when closed meanwhile.
   *
   * @param delivering whether the connection is started; looked at again after {@link #wake}
   * @throws JMSException the consumer is gone: queue deleted, connection lost
   */
  Taken take(long nanos, BooleanSupplier delivering) throws JMSException;

  /** The next message if the broker has one for this consumer now, or null. */
  Taken takeAvailable(BooleanSupplier delivering) throws JMSException;

  /** The message that was taken last was not taken after all: it is the next one again. */
  void putBack(Taken last);

  /**
   * From now on asks the broker for messages without being waited for.
   *
   * @param arrival run when {@code take(0)} may have something new, or a failure; on any thread,
   *     also an event loop, so it must not block. Null ends it.
   */
  void listen(Runnable arrival) throws JMSException;

  /** What waits here goes back, so that others see it; a message listener keeps what it has. */
  void rest();

  /** Has a thread that waits in {@link #take} look again. */
  void wake();

  /** No more messages; what was taken can still be settled. Bounded, idempotent. */
  void close();

  /** Ends it; what is not acknowledged goes back. Bounded, idempotent. */
  void discard();

  /** As {@link #discard}, for a connection that is gone: asks the broker for nothing. */
  void abandon();

  /** Whether an open consumer of this queue. */
  boolean isReading(String queue);

  /** Whether the application has messages of this queue that are not settled. */
  default boolean holds(String queue) {
    return false;
  }

  /** Nobody needs it any more. */
  boolean isDone();
}
