package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import io.rabbitra.amqp.PublishConfirm;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds messages until commit, then publishes them in one flush and waits for all confirms. */
final class ConfirmTransaction implements SessionTransaction {

  private final Outbox outbox;
  private List<PreparedMessage> held = new ArrayList<>();

  ConfirmTransaction(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void send(PreparedMessage message) throws JMSException {
    // What can be said before the commit is better said at the send.
    outbox.resolve(message);
    held.add(message);
  }

  @Override
  public List<String> commit() throws JMSException {
    List<PreparedMessage> messages = held;
    held = new ArrayList<>();
    if (!messages.isEmpty()) {
      judge(messages, settle(messages, publish(messages)));
    }
    return messages.stream().map(PreparedMessage::messageId).toList();
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
        publications.add(outbox.resolve(message));
      }
      return outbox.channel().publishAll(publications, outbox.confirmTimeout());
    } catch (BrokerException e) {
      throw CommitException.rolledBack(e.getMessage(), e.kind().name(), e);
    } catch (JMSException e) {
      throw CommitException.rolledBack(e.getMessage(), e.getErrorCode(), e);
    }
  }

  /** What went wrong, by message; empty if all is well. */
  private Map<PreparedMessage, BrokerException> settle(
      List<PreparedMessage> messages, List<PublishConfirm> confirms) {
    Map<PreparedMessage, BrokerException> failures = new LinkedHashMap<>();
    BrokerException late = null;
    long deadline = System.nanoTime() + outbox.confirmTimeout().toNanos();
    for (int i = 0; i < messages.size(); i++) {
      PreparedMessage message = messages.get(i);
      try {
        confirms.get(i).await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      } catch (BrokerException e) {
        BrokerException failure = e;
        if (e.kind() == BrokerException.Kind.TIMEOUT) {
          // Those after it had no time of their own.
          failure = late == null ? e : late;
          late = failure;
        }
        if (Outbox.mayHelpToDeclareAgain(message, e)) {
          failure = again(message, e);
        }
        if (failure != null) {
          failures.put(message, failure);
        }
      }
    }
    return failures;
  }

  private BrokerException again(PreparedMessage message, BrokerException first) {
    try {
      outbox.sendAgain(message);
      return null;
    } catch (JMSException e) {
      return e.getCause() instanceof BrokerException failure ? failure : first;
    }
  }

  private static void judge(
      List<PreparedMessage> messages, Map<PreparedMessage, BrokerException> failures)
      throws JMSException {
    if (failures.isEmpty()) {
      return;
    }
    BrokerException first = failures.values().iterator().next();
    boolean doubt =
        failures.entrySet().stream()
            .anyMatch(failure -> mayBePublished(failure.getKey(), failure.getValue()));
    Map<String, String> outcomes = new LinkedHashMap<>();
    for (PreparedMessage message : messages) {
      BrokerException failure = failures.get(message);
      outcomes.put(
          message.messageId(), failure == null ? CommitException.CONFIRMED : failure.getMessage());
    }
    int confirmed = messages.size() - failures.size();
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

  /** An exchange may have given a message to some queues when another one refuses it. */
  private static boolean mayBePublished(PreparedMessage message, BrokerException failure) {
    return failure.outcomeUnknown()
        || (failure.kind() == BrokerException.Kind.NACKED
            && !message.publication().exchange().isEmpty());
  }
}
