package io.rabbitra;

import java.util.List;
import java.util.Objects;

/**
 * What could not be done through an {@link AmqpConnection} or its factory. The message is one
 * sentence for an operator; {@link #reason()} is for decisions. The cause, if there is one, is for
 * the log: its class is not part of this API, and it stays behind when the exception goes to
 * another JVM.
 */
public class AmqpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why something could not be done. */
  public enum Reason {
    /** basic.return: no queue took the mandatory message. It is nowhere. */
    UNROUTABLE,
    /** basic.nack: the broker did not take responsibility, e.g. for a full queue. */
    NACKED,
    /** The broker, or too much that is unconfirmed, kept it from being published in time. */
    BLOCKED,
    /** No confirm in time. */
    TIMEOUT,
    /** AMQP 404: there is no such exchange. */
    NOT_FOUND,
    /** AMQP 403, 405, 530: the user may not do this. */
    REFUSED,
    /** AMQP 406, or there is no form in AMQP for it: the message itself is wrong. */
    INVALID,
    /** The login was refused. */
    AUTHENTICATION,
    /** No broker was reached, the connection broke, or the pool has none left. */
    UNAVAILABLE,
    /** The application, or the container, has closed the handle. */
    CLOSED,
    /** The configuration is wrong, or the broker said something else. */
    OTHER
  }

  /** What is known of one message. */
  public enum Status {
    /** basic.ack: the broker has it. */
    CONFIRMED,
    /** The broker has it not. */
    NOT_PUBLISHED,
    /** It was written, perhaps only partly, and no answer came; or only some queues have it. */
    UNKNOWN
  }

  /**
   * What became of one message.
   *
   * @param reason why it is not confirmed, null if it is
   * @param text one sentence for an operator, null if it is confirmed
   */
  public record Outcome(Status status, Reason reason, String text) {

    /** That of a message the broker has. */
    public static final Outcome CONFIRMED = new Outcome(Status.CONFIRMED, null, null);

    public Outcome {
      Objects.requireNonNull(status, "status");
    }
  }

  private final Reason reason;

  /** Transient, for it is for the caller and not for other JVMs; null there. */
  private final transient List<Outcome> outcomes;

  private final boolean outcomeUnknown;

  /** A failure of something that is not about messages. */
  public AmqpException(Reason reason, String message, Throwable cause) {
    this(reason, message, List.of(), cause);
  }

  /**
   * A failure to publish.
   *
   * @param outcomes of each message, in the order of publishing
   */
  public AmqpException(Reason reason, String message, List<Outcome> outcomes, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.outcomes = List.copyOf(outcomes);
    this.outcomeUnknown = outcomes.stream().anyMatch(outcome -> outcome.status() == Status.UNKNOWN);
  }

  /** What goes to another JVM, which need not have the classes of the cause: all but the cause. */
  private AmqpException(AmqpException original) {
    super(original.getMessage());
    this.reason = original.reason;
    this.outcomes = null;
    this.outcomeUnknown = original.outcomeUnknown;
    setStackTrace(original.getStackTrace());
  }

  private Object writeReplace() {
    return new AmqpException(this);
  }

  /** Why; of a batch the reason of the first message that failed. */
  public Reason reason() {
    return reason;
  }

  /**
   * Whether the broker may have a message that is not confirmed, so that to publish it again may
   * make a duplicate. False: what is not confirmed is certainly nowhere.
   */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  /**
   * What became of each message, in the order of publishing: one for a single publish, none if it
   * was not about messages, or if this exception comes from another JVM.
   */
  public List<Outcome> outcomes() {
    return outcomes == null ? List.of() : outcomes;
  }
}
