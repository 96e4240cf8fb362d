package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the broker the outcome of one delivery, once, on the feed it came from.
 *
 * <p>If the feed is gone the broker has the message back already; that an acknowledgement did not
 * leave is then no other case than one that was lost on the wire: the message comes again.
 *
 * <p>Thread-safe: a transaction manager may decide on a thread of its own.
 */
final class Settlement {

  private final Feed feed;
  private final Delivery delivery;
  private final FailurePolicy failures;
  private final AtomicBoolean done = new AtomicBoolean();

  /** What the bean threw, if it did. Written before the outcome is told. */
  private volatile Throwable cause;

  /** Whether the session should pause after this delivery. */
  private volatile boolean pause;

  Settlement(Feed feed, Delivery delivery, FailurePolicy failures) {
    this.feed = feed;
    this.delivery = delivery;
    this.failures = failures;
  }

  /** Notes why the bean failed; to be called before {@link #reject}. */
  void failedWith(Throwable thrown) {
    cause = thrown;
  }

  /** Whether the bean threw. */
  boolean failed() {
    return cause != null;
  }

  /**
   * basic.ack.
   *
   * @return false if the broker cannot be told any more
   */
  boolean accept() {
    if (!done.compareAndSet(false, true)) {
      return true;
    }
    try {
      feed.ack(delivery.tag(), false);
      return true;
    } catch (BrokerException e) {
      return false;
    }
  }

  /** The bean or its transaction failed: the policy decides what becomes of the message. */
  void reject() {
    if (done.compareAndSet(false, true)) {
      pause = failures.failed(delivery, feed, cause);
    }
  }

  /**
   * The delivery stays with the session, which will settle it otherwise: a transaction that ends
   * tells the broker nothing.
   *
   * @return false if the broker has been told already
   */
  boolean withhold() {
    return done.compareAndSet(false, true);
  }

  /** Whether the session should pause before its next delivery. */
  boolean needsPause() {
    return pause;
  }

  /** Whether the feed is still there to be told on. */
  boolean possible() {
    return feed.isOpen();
  }
}
