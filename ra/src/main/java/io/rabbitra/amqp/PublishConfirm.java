package io.rabbitra.amqp;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The broker's answer to one published message. Thread-safe. */
public final class PublishConfirm {

  private final String messageId;
  private final Runnable onDone;
  private final Supplier<String> blockedReason;
  private final CompletableFuture<Void> outcome = new CompletableFuture<>();

  /** Written before and read in {@link #settled}, both on the event loop. */
  private BrokerException returned;

  /**
   * @param blockedReason why the broker blocks publishers now, or null
   */
  PublishConfirm(String messageId, Runnable onDone, Supplier<String> blockedReason) {
    this.messageId = messageId;
    this.onDone = onDone;
    this.blockedReason = blockedReason;
  }

  /**
   * Waits until the broker has taken responsibility for the message (basic.ack).
   *
   * @throws BrokerException {@code UNROUTABLE} or {@code NACKED}: the broker does not have it;
   *     {@code TIMEOUT} or what ended the channel: whether the broker has it is unknown
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

  boolean isFor(String id) {
    return returned == null && Objects.equals(messageId, id);
  }

  void returned(int replyCode, String replyText, String exchange, String routingKey) {
    String target =
        exchange.isEmpty()
            ? "queue '" + routingKey + "'"
            : "exchange '" + exchange + "' with routing key '" + routingKey + "'";
    returned =
        new BrokerException(
            BrokerException.Kind.UNROUTABLE,
            "no queue took the message sent to " + target + ": " + replyCode + " " + replyText);
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
