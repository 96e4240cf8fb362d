package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A commit of which some messages may have been published. What was received in the transaction is
 * delivered again.
 */
public final class CommitException extends JMSException {

  private static final long serialVersionUID = 1L;

  /** The outcome of a message that all is well with. */
  static final String CONFIRMED = "confirmed by the broker";

  /** What the exception's text shows at most. */
  private static final int SHOWN = 20;

  private final LinkedHashMap<String, String> outcomes;

  /**
   * @param code {@code COMMIT_PARTIAL}: what became of each message is known; {@code
   *     COMMIT_IN_DOUBT}: of some it is not
   * @param outcomes by message id, in the order of sending
   */
  CommitException(String code, String text, Map<String, String> outcomes, Throwable cause) {
    super(text + shown(outcomes), code);
    this.outcomes = new LinkedHashMap<>(outcomes);
    initCause(cause);
  }

  /**
   * What a commit ends with that has published its messages, but could not acknowledge what was
   * received.
   *
   * @param published the ids of the messages
   * @param anyAcknowledged whether some of what was received does not come again
   */
  static JMSException notAcknowledged(
      List<String> published, boolean anyAcknowledged, JMSException cause) {
    boolean nothingDone =
        cause.getCause() instanceof BrokerException failure && !failure.outcomeUnknown();
    if (published.isEmpty() && !anyAcknowledged && nothingDone) {
      return rolledBack(cause);
    }
    Map<String, String> outcomes = new LinkedHashMap<>();
    published.forEach(messageId -> outcomes.put(messageId, CONFIRMED));
    return new CommitException(
        "COMMIT_IN_DOUBT",
        "the commit is in doubt: "
            + (published.isEmpty() ? "" : "its messages are published, but ")
            + "what was received may come again: "
            + cause.getMessage(),
        outcomes,
        cause);
  }

  /** What a commit ends with of which nothing can have happened. */
  static JMSException rolledBack(JMSException cause) {
    return rolledBack(cause.getMessage(), cause.getErrorCode(), cause);
  }

  /** What a commit ends with of which nothing can have happened. */
  static JMSException rolledBack(String text, String code, Throwable cause) {
    JMSException result =
        new TransactionRolledBackException("the transaction is rolled back: " + text, code);
    result.initCause(cause);
    return result;
  }

  /** What is known about each message, by JMSMessageID, in the order of sending. */
  public Map<String, String> outcomes() {
    return Collections.unmodifiableMap(outcomes);
  }

  private static String shown(Map<String, String> outcomes) {
    StringBuilder text = new StringBuilder();
    int count = 0;
    for (Map.Entry<String, String> outcome : outcomes.entrySet()) {
      if (count++ == SHOWN) {
        return text.append("; and ").append(outcomes.size() - SHOWN).append(" more").toString();
      }
      text.append("; ").append(outcome.getKey()).append(": ").append(outcome.getValue());
    }
    return text.toString();
  }
}
