package io.rabbitra.amqp;

import io.rabbitra.logging.Loggers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The broker's answer to one published message. Thread-safe. */
public final class PublishConfirm {

  private static final System.Logger LOG = Loggers.of(PublishConfirm.class);

  private final Publication message;
  private final Runnable onDone;
  private final Supplier<String> blockedReason;
  private final CompletableFuture<Void> outcome = new CompletableFuture<>();

  /** Written before and read in {@link #settled}, both on the event loop. */
  private BrokerException returned;

  /**
   * @param blockedReason why the broker blocks publishers now, or null
   */
  PublishConfirm(Publication message, Runnable onDone, Supplier<String> blockedReason) {
    this.message = message;
    this.onDone = onDone;
    this.blockedReason = blockedReason;
  }

  /** The confirm of a message that was not published and took no room in the gate. */
  static PublishConfirm failed(Publication message, BrokerException failure) {
    PublishConfirm confirm = new PublishConfirm(message, () -> {}, () -> null);
    confirm.failed(failure);
    return confirm;
  }

  /**
   * Calls the listener exactly once: with null when the broker has taken responsibility for the
   * message, else with what {@link #await} would throw. At once and on this thread if that is known
   * already, else on whatever thread gets to know it: mostly an event loop, so it must not block.
   */
  public void onSettled(Consumer<BrokerException> listener) {
    outcome.whenComplete(
        (nothing, failure) -> {
          try {
            listener.accept((BrokerException) failure);
          } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A listener of a publisher confirm failed", e);
          }
        });
  }

  /**
   * Waits until the broker has taken responsibility for the message (basic.ack).
   *
   * @throws BrokerException {@code UNROUTABLE} or {@code NACKED}: the broker does not have it;
   *     {@code TIMEOUT} or what ended the channel: see {@link BrokerException#outcomeUnknown()}
   */
  public void await(Duration timeout) throws BrokerException {
    try {
      outcome.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw (BrokerException) e.getCause();
    } catch (TimeoutException e) {
      String blocked = blockedReason.get();
      throw new BrokerException(
          BrokerException.Kind.TIMEOUT,
          "the broker did not confirm the message within "
              + timeout.toMillis()
              + " ms; whether it has it is unknown"
              + (blocked == null ? "" : "; it blocks publishers: " + blocked),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(
          BrokerException.Kind.TIMEOUT,
          "interrupted while waiting for the broker's confirm; whether it has the message is"
              + " unknown",
          e);
    }
  }

  /** See {@link ReturnedMessage#resemblance}; what has been returned is not returned again. */
  int resemblance(ReturnedMessage candidate) {
    return returned == null ? candidate.resemblance(message) : ReturnedMessage.OTHER;
  }

  void returned(ReturnedMessage answer) {
    returned = answer.failure();
  }

  void settled(boolean acknowledged) {
    if (returned != null) {
      complete(returned);
    } else if (acknowledged) {
      if (outcome.complete(null)) {
        onDone.run();
      }
    } else {
      complete(
          new BrokerException(
              BrokerException.Kind.NACKED, "the broker refused the message (basic.nack)"));
    }
  }

  void failed(BrokerException failure) {
    complete(failure);
  }

  private void complete(BrokerException failure) {
    if (outcome.completeExceptionally(failure)) {
      onDone.run();
    }
  }
}
