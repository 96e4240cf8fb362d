package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import jakarta.jms.JMSException;
import java.time.Duration;

/**
 * At a commit sends once more what came back because somebody deleted what was declared for it: one
 * message after the other, all within the time of the commit, and none any more once the broker
 * takes nothing. For one thread.
 */
final class SecondAttempts {

  /** Declares what the message needs, publishes it and waits for the confirm. */
  interface Sender {
    void sendAgain(PreparedMessage message, Duration timeout) throws JMSException;
  }

  private final Sender sender;
  private final long deadline;
  private boolean ended;

  /**
   * @param deadline of System.nanoTime
   */
  SecondAttempts(Sender sender, long deadline) {
    this.sender = sender;
    this.deadline = deadline;
  }

  /**
   * @param returned what the first attempt ended with: the message is nowhere
   * @return what the message failed with in the end, null if the broker has it
   */
  BrokerException send(PreparedMessage message, BrokerException returned) {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    if (ended || left.toMillis() <= 0) {
      return returned;
    }
    try {
      sender.sendAgain(message, left);
      return null;
    } catch (JMSException e) {
      if (!(e.getCause() instanceof BrokerException failure)) {
        return returned;
      }
      ended =
          switch (failure.kind()) {
            case BLOCKED, TIMEOUT, CLOSED, UNREACHABLE -> true;
            default -> false;
          };
      return failure;
    }
  }
}
