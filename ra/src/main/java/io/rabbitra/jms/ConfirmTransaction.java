package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import io.rabbitra.amqp.PublishConfirm;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds messages until commit, then publishes them in one flush and waits for all confirms. */
final class ConfirmTransaction implements SessionTransaction {

  private final Outbox outbox;
  private List<PreparedMessage> held = new ArrayList<>();

  ConfirmTransaction(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void send(List<PreparedMessage> messages) throws JMSException {
    // What can be said before the commit is better said at the send.
    for (PreparedMessage message : messages) {
      outbox.resolveEncodable(message);
    }
    held.addAll(messages);
  }

  @Override
  public List<String> commit() throws JMSException {
    List<PreparedMessage> messages = held;
    held = new ArrayList<>();
    List<String> names = names(messages);
    if (!messages.isEmpty()) {
      judge(messages, names, settle(messages, publish(messages)));
    }
    return names;
  }

  @Override
  public void rollback() {
    held = new ArrayList<>();
  }

  @Override
  public void close() {
    rollback();
  }

  private List<PublishConfirm> publish(List<PreparedMessage> messages) throws JMSException {
    try {
      List<Publication> publications = new ArrayList<>(messages.size());
      for (PreparedMessage message : messages) {
        // One that the client refuses would end the commit in its middle; what a delay adds depends
        // on the time.
        publications.add(
            message.deliveryTime() == 0
                ? outbox.resolve(message)
                : outbox.resolveEncodable(message));
      }
      return outbox.channel().publishAll(publications, outbox.confirmTimeout());
    } catch (BrokerException e) {
      throw CommitException.rolledBack(e.getMessage(), e.kind().name(), e);
    } catch (JMSException e) {
      throw CommitException.rolledBack(e.getMessage(), e.getErrorCode(), e);
    }
  }

  /** The message-ids, or the numbers of those that have none, or one that was there before. */
  private static List<String> names(List<PreparedMessage> messages) {
    Set<String> names = new LinkedHashSet<>();
    for (PreparedMessage message : messages) {
      String id = message.messageId();
      String name = id == null ? "message number " + (names.size() + 1) : id;
      while (!names.add(name)) {
        name += " (number " + (names.size() + 1) + ")";
      }
    }
    return List.copyOf(names);
  }

  /** What went wrong with each message, null where all is well. */
  private List<BrokerException> settle(
      List<PreparedMessage> messages, List<PublishConfirm> confirms) {
    List<BrokerException> failures = new ArrayList<>();
    BrokerException late = null;
    long deadline = System.nanoTime() + outbox.confirmTimeout().toNanos();
    awaitAllOrAFailure(confirms, timeUntil(deadline));
    SecondAttempts again = new SecondAttempts(outbox::sendAgain, deadline);
    for (int i = 0; i < messages.size(); i++) {
      PreparedMessage message = messages.get(i);
      BrokerException failure = null;
      try {
        confirms.get(i).await(timeUntil(deadline));
      } catch (BrokerException e) {
        failure = e;
        if (e.kind() == BrokerException.Kind.TIMEOUT) {
          // Those after it had no time of their own.
          failure = late == null ? e : late;
          late = failure;
        }
        if (Outbox.mayHelpToDeclareAgain(message, e)) {
          failure = again.send(message, e);
        }
      }
      failures.add(failure);
    }
    return failures;
  }

  /** One wait, and not one for each message. An interrupted thread goes on, still interrupted. */
  private static void awaitAllOrAFailure(List<PublishConfirm> confirms, Duration timeout) {
    AtomicInteger left = new AtomicInteger(confirms.size());
    CountDownLatch done = new CountDownLatch(1);
    for (PublishConfirm confirm : confirms) {
      confirm.onSettled(
          failure -> {
            if (left.decrementAndGet() == 0 || failure != null) {
              done.countDown();
            }
          });
    }
    try {
      if (!done.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        // Each of them says so when it is asked.
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration timeUntil(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private static void judge(
      List<PreparedMessage> messages, List<String> names, List<BrokerException> failures)
      throws JMSException {
    BrokerException first = null;
    boolean doubt = false;
    int confirmed = 0;
    Map<String, String> outcomes = new LinkedHashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      BrokerException failure = failures.get(i);
      if (failure == null) {
        outcomes.put(names.get(i), CommitException.CONFIRMED);
        confirmed++;
      } else {
        outcomes.put(names.get(i), failure.getMessage());
        first = first == null ? failure : first;
        doubt = doubt || messages.get(i).publication().mayBePublished(failure);
      }
    }
    if (first == null) {
      return;
    }
    if (confirmed == 0 && !doubt) {
      throw CommitException.rolledBack(
          new CommitException("ROLLED_BACK", "nothing was published", outcomes, null).getMessage(),
          first.kind().name(),
          first);
    }
    throw new CommitException(
        doubt ? "COMMIT_IN_DOUBT" : "COMMIT_PARTIAL",
        doubt
            ? "the commit is in doubt: whether the broker has some of the messages is unknown"
            : "the commit failed in part: "
                + confirmed
                + " of "
                + messages.size()
                + " messages are published",
        outcomes,
        first);
  }
}
