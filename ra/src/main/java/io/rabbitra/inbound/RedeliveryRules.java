package io.rabbitra.inbound;

import io.rabbitra.topology.Delays;
import java.time.Duration;

/**
 * Decides what becomes of a failed message, from its failures so far and what the bean threw.
 * Stateless.
 */
final class RedeliveryRules {

  enum Action {
    /** basic.reject: the broker counts, and the queue's own limits hold. */
    REQUEUE,
    /** basic.nack: as if it had not been delivered. */
    GIVE_BACK,
    /** Published again with its count, at once or after the delay. */
    PUBLISH_AGAIN,
    /** To the dead-letter target of the activation, or of the queue. */
    DEAD_LETTER
  }

  /**
   * @param delay before the next delivery; zero for none
   * @param pause whether the session should let time pass, for nothing else does
   */
  record Decision(Action action, Duration delay, boolean pause) {}

  private static final Duration LONGEST = Duration.ofSeconds(Delays.MAX_SECONDS);

  private final RedeliverySettings settings;

  RedeliveryRules(RedeliverySettings settings) {
    this.settings = settings;
  }

  /**
   * @param failed deliveries of the message that failed, this one included
   * @param cause what the bean threw, or null
   */
  Decision decide(long failed, Throwable cause) {
    ExceptionWish wish = ExceptionWish.of(cause);
    if (wish == ExceptionWish.REQUEUE_NOW) {
      return new Decision(Action.GIVE_BACK, Duration.ZERO, false);
    }
    if (wish == ExceptionWish.DO_NOT_REDELIVER) {
      return new Decision(Action.DEAD_LETTER, Duration.ZERO, false);
    }
    boolean delays = !settings.delay().isZero();
    boolean counts = settings.maxRedeliveries() >= 0;
    if (counts && failed > settings.maxRedeliveries()) {
      return new Decision(Action.DEAD_LETTER, Duration.ZERO, !delays);
    }
    if (!counts && !delays) {
      return new Decision(Action.REQUEUE, Duration.ZERO, true);
    }
    return new Decision(Action.PUBLISH_AGAIN, delays ? delayAfter(failed) : Duration.ZERO, !delays);
  }

  /** In ms, which {@link Delays} rounds up to seconds. */
  private Duration delayAfter(long failed) {
    Duration longest = settings.maxDelay().compareTo(LONGEST) > 0 ? LONGEST : settings.maxDelay();
    double millis = settings.delay().toMillis() * Math.pow(settings.backoff(), failed - 1.0);
    return millis >= longest.toMillis() ? longest : Duration.ofMillis((long) millis);
  }
}
