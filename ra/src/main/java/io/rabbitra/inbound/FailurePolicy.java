package io.rabbitra.inbound;

import java.util.concurrent.CompletableFuture;

/**
 * Decides what becomes of a delivery whose bean failed or whose transaction rolled back, and sees
 * that the broker is told. One per endpoint. Thread-safe.
 */
interface FailurePolicy {

  /**
   * Takes over a failed delivery and settles it on its feed, at once or later. Must not wait for
   * the broker: a transaction manager may be the caller.
   *
   * @param cause what the bean threw, null if only its transaction failed
   * @return whether the session should pause before its next delivery, for this one may be back at
   *     once
   */
  boolean failed(Delivery delivery, Feed feed, Throwable cause);

  /** Completes when everything taken over so far is settled, or its feed is closed. */
  CompletableFuture<Void> settled();

  /** The endpoint is deactivated. Bounded. */
  void close();
}
