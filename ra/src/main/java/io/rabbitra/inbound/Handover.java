package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A failed message on its way to where it is published: the broker keeps the delivery, which is not
 * acknowledged before the copy is confirmed. Settled by its {@link Outlet}, once.
 */
final class Handover {

  /** Makes what is to be published; asked again for each try. */
  interface Copy {

    /**
     * @param brief without what makes the message larger than it came, as far as possible
     */
    Publication on(PublishingConnection.Open connection, boolean brief) throws BrokerException;
  }

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final Delivery delivery;
  private final Feed feed;
  private final Copy copy;
  private final boolean mayGoBack;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /** Touched by one try after the other, with the outlet's lock taken in between. */
  private boolean brief;

  /** Between tries where just this message is refused. Guarded by the outlet's lock. */
  private final GrowingPause refusedPause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);

  /** Whether just this message was refused. Guarded by the outlet's lock. */
  private boolean refused;

  /** Whether the next failure is the last one. Guarded by the outlet's lock. */
  private boolean lastTry;

  /**
   * @param mayGoBack whether the message goes back to its queue if the broker takes no copy
   */
  Handover(Delivery delivery, Feed feed, Copy copy, boolean mayGoBack) {
    this.delivery = delivery;
    this.feed = feed;
    this.copy = copy;
    this.mayGoBack = mayGoBack;
  }

  /** What returned messages are told apart by. */
  String messageId() {
    String id = delivery.properties().getMessageId();
    return id == null ? "" : id;
  }

  boolean isWanted() {
    return feed.isOpen();
  }

  boolean mayGoBack() {
    return mayGoBack;
  }

  boolean isLastTry() {
    return lastTry;
  }

  void becomesLastTry() {
    lastTry = true;
  }

  /** Whether the broker, or AMQP, takes no copy of just this message. */
  boolean isRefusedBy(BrokerException failure) {
    boolean ofMessage = failure.kind() == BrokerException.Kind.PRECONDITION_FAILED;
    boolean ofUser = failure.kind() == BrokerException.Kind.ACCESS_REFUSED && mayGoBack;
    return (ofMessage || ofUser) && !failure.outcomeUnknown();
  }

  /** What an operator is told: {0} is the name of the outlet, {1} what the broker says. */
  String reportOf(BrokerException failure) {
    if (!isRefusedBy(failure)) {
      return "{0}: not possible now, the messages stay in their queue: {1}";
    }
    return failure.kind() == BrokerException.Kind.ACCESS_REFUSED
        ? "{0}: the user may not publish copies of failed messages, so they go back to their queue"
            + " without a delay; only a quorum queue counts them then, in any other maxRedeliveries"
            + " is never reached: {1}"
        : "{0}: no copy of one failed message can be published, it stays in its queue: {1}";
  }

  /** Notes that just this message is refused. Returns whether that is new. */
  boolean becomesRefused() {
    boolean was = refused;
    refused = true;
    return !was;
  }

  /** Whether it may end the channel, and with it what else is on its way. */
  boolean goesAlone() {
    return refused;
  }

  /** How long it waits after a refusal: 1 second to 5 minutes. */
  Duration nextPause() {
    return refusedPause.next();
  }

  Publication publication(PublishingConnection.Open connection) throws BrokerException {
    return copy.on(connection, brief);
  }

  /** The message is too large for a copy with all it should have. Returns whether that is new. */
  boolean becomesBrief() {
    boolean was = brief;
    brief = true;
    return !was;
  }

  CompletableFuture<Void> done() {
    return done;
  }

  /** The copy is confirmed. */
  void acknowledge() {
    tell(() -> feed.ack(delivery.tag(), false));
  }

  /** Back to the queue, where it counts. */
  void goBack() {
    tell(() -> feed.reject(delivery.tag()));
  }

  /** The feed is gone: the broker has the message back. */
  void drop() {
    done.complete(null);
  }

  private interface Telling {
    void run() throws BrokerException;
  }

  private void tell(Telling telling) {
    try {
      telling.run();
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(
          Level.DEBUG, "The channel of a failed delivery is gone: {0}", e.getMessage());
    } finally {
      done.complete(null);
    }
  }
}
