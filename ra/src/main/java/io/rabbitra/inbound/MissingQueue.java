package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import java.util.Locale;

/** What an activation does about a queue, or the exchange of a topic, that does not exist. */
enum MissingQueue {
  /** Asks again until it exists. */
  WAIT,
  /** Declares it. */
  DECLARE,
  /** Gives up until the server activates the endpoint again. */
  FAIL;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the endpoint is not to try again. */
  boolean givesUpAfter(BrokerException failure) {
    return this == FAIL && isMissing(failure);
  }

  /**
   * Whether there is no such queue or exchange. The broker says NOT_FOUND also of a queue whose
   * node is down, which does exist.
   */
  static boolean isMissing(BrokerException failure) {
    String text = String.valueOf(failure.getMessage());
    return failure.kind() == BrokerException.Kind.NOT_FOUND
        && (text.contains("no queue '") || text.contains("no exchange '"));
  }
}
