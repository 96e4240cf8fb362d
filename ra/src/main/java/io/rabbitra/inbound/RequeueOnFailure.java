package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;

/** Every failed delivery goes back to its queue at once, and counts there (x-delivery-limit). */
final class RequeueOnFailure implements FailurePolicy {

  @Override
  public boolean failed(Delivery delivery, Feed feed, Throwable cause) {
    try {
      feed.reject(delivery.tag());
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(
          Level.DEBUG, "The channel of a failed delivery is gone: {0}", e.getMessage());
    }
    return true;
  }

  @Override
  public CompletableFuture<Void> settled() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {}
}
