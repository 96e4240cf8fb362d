package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.BrokerException.Kind;
import io.rabbitra.amqp.Publication;
import io.rabbitra.amqp.PublishConfirm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Publishes through a unit what is AMQP already: nothing is declared, delayed or retried. Shares
 * the channel of the unit's {@link Outbox}. Thread-safe.
 */
public final class PlainPublisher {

  private final Outbox outbox;
  private final UnitTransaction transaction;
  private final BooleanSupplier open;

  PlainPublisher(Outbox outbox, UnitTransaction transaction, BooleanSupplier open) {
    this.outbox = outbox;
    this.transaction = transaction;
    this.open = open;
  }

  /**
   * Publishes and waits for the broker's confirm; in a transaction of the container it is the
   * commit that does.
   *
   * @throws BrokerException see {@link BrokerException#outcomeUnknown()}
   */
  public void publish(Publication message) throws BrokerException {
    if (transaction.holdAll(List.of(message), open)) {
      return;
    }
    Duration timeout = outbox.confirmTimeout();
    outbox
        .channel()
        .publish(
            message.exchange(),
            message.routingKey(),
            message.mandatory(),
            message.properties(),
            message.body(),
            timeout)
        .await(timeout);
  }

  /**
   * Publishes all in one flush and waits for all confirms; in a transaction of the container it is
   * the commit that does.
   *
   * @return what went wrong with each message, in the same order; null where the broker has it
   * @throws BrokerException nothing was published, nor will be
   */
  public List<BrokerException> publishAll(List<Publication> messages) throws BrokerException {
    if (messages.isEmpty()) {
      return List.of();
    }
    if (transaction.holdAll(messages, open)) {
      // Nothing can go wrong with a single one of them before the commit.
      return Collections.nCopies(messages.size(), null);
    }
    List<PublishConfirm> confirms = outbox.channel().publishAll(messages, outbox.confirmTimeout());
    List<BrokerException> failures = new ArrayList<>(confirms.size());
    long deadline = System.nanoTime() + outbox.confirmTimeout().toNanos();
    BrokerException late = null;
    for (PublishConfirm confirm : confirms) {
      try {
        confirm.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        failures.add(null);
      } catch (BrokerException e) {
        if (e.kind() == Kind.TIMEOUT) {
          // Those after the first one that is late had no time of their own.
          late = late == null ? e : late;
          failures.add(late);
        } else {
          failures.add(e);
        }
      }
    }
    return failures;
  }
}
