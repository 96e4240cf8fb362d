package io.rabbitra.publishing;

import io.rabbitra.AmqpException;
import io.rabbitra.AmqpException.Outcome;
import io.rabbitra.AmqpException.Reason;
import io.rabbitra.AmqpException.Status;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Says failures in the terms of the native API. Stateless. */
public final class PublishFailures {

  private PublishFailures() {}

  /** The exception for what is not about messages. */
  public static AmqpException of(BrokerException failure) {
    return new AmqpException(reason(failure), failure.getMessage(), failure);
  }

  static AmqpException ofClosed() {
    return new AmqpException(Reason.CLOSED, "the connection is closed", null);
  }

  static AmqpException ofMessage(Publication message, BrokerException failure) {
    return new AmqpException(
        reason(failure), failure.getMessage(), List.of(outcome(message, failure)), failure);
  }

  /** The exception for a batch of which nothing was published. */
  static AmqpException ofAll(List<Publication> messages, BrokerException failure) {
    Outcome outcome = new Outcome(Status.NOT_PUBLISHED, reason(failure), failure.getMessage());
    return new AmqpException(
        reason(failure),
        "nothing was published: " + failure.getMessage(),
        Collections.nCopies(messages.size(), outcome),
        failure);
  }

  /**
   * The exception for a batch.
   *
   * @param failures of each message, null where the broker has it; not all are null
   */
  static AmqpException ofBatch(List<Publication> messages, List<BrokerException> failures) {
    List<Outcome> outcomes = new ArrayList<>(messages.size());
    BrokerException first = null;
    int failed = 0;
    for (int i = 0; i < messages.size(); i++) {
      BrokerException failure = failures.get(i);
      outcomes.add(failure == null ? Outcome.CONFIRMED : outcome(messages.get(i), failure));
      if (failure != null) {
        first = first == null ? failure : first;
        failed++;
      }
    }
    return new AmqpException(
        reason(first),
        failed
            + " of "
            + messages.size()
            + " messages are not confirmed; the first of them: "
            + first.getMessage(),
        outcomes,
        first);
  }

  private static Outcome outcome(Publication message, BrokerException failure) {
    return new Outcome(
        message.mayBePublished(failure) ? Status.UNKNOWN : Status.NOT_PUBLISHED,
        reason(failure),
        failure.getMessage());
  }

  private static Reason reason(BrokerException failure) {
    return switch (failure.kind()) {
      case UNROUTABLE -> Reason.UNROUTABLE;
      case NACKED -> Reason.NACKED;
      case BLOCKED -> Reason.BLOCKED;
      case TIMEOUT -> Reason.TIMEOUT;
      case NOT_FOUND -> Reason.NOT_FOUND;
      case ACCESS_REFUSED, RESOURCE_LOCKED, NOT_ALLOWED -> Reason.REFUSED;
      case PRECONDITION_FAILED -> Reason.INVALID;
      case AUTHENTICATION -> Reason.AUTHENTICATION;
      case UNREACHABLE, TLS, CLOSED -> Reason.UNAVAILABLE;
      case PROTOCOL -> Reason.OTHER;
    };
  }
}
