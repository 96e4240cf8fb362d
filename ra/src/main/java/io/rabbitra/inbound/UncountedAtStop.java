package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The failure policy of a session, but for transactions that roll back while the session is stopped
 * although the bean threw nothing: the message goes back without being counted.
 *
 * <p>GlassFish and Payara Server mark the transactions of running beans for rollback when they
 * undeploy an application (BaseContainer, "Marking Tx for rollback because container … is
 * undeployed"). That is no failure of the bean, and an undeployment must not bring every message
 * that it interrupts nearer to its dead-letter queue.
 *
 * <p>The price, on every server and at every stop: a {@code setRollbackOnly} of the bean itself
 * looks the same, so at a stop it does not count towards {@code maxRedeliveries} either.
 */
final class UncountedAtStop implements FailurePolicy {

  private final FailurePolicy failures;
  private final DeliveryCounters counters;
  private final BooleanSupplier stopped;

  UncountedAtStop(FailurePolicy failures, DeliveryCounters counters, BooleanSupplier stopped) {
    this.failures = failures;
    this.counters = counters;
    this.stopped = stopped;
  }

  @Override
  public boolean failed(Delivery delivery, Feed feed, Throwable cause) {
    if (cause != null || !stopped.getAsBoolean()) {
      return failures.failed(delivery, feed, cause);
    }
    try {
      feed.giveBack(delivery.tag(), false);
      counters.redelivered();
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(Level.DEBUG, "It is back already: {0}", e.getMessage());
    }
    return false;
  }

  @Override
  public CompletableFuture<Void> settled() {
    return failures.settled();
  }

  @Override
  public void close() {
    failures.close();
  }
}
