package io.rabbitra.message;

import java.util.Set;

/** Names of AMQP headers that mean something to the mapping or to the broker. */
final class WireNames {

  /**
   * The kind of message, numbered as in the mapping of Jakarta Messaging to AMQP 1.0, where the
   * annotation has the same name; RabbitMQ hands it over between the two protocols.
   */
  static final String MESSAGE_KIND = "x-opt-jms-msg-type";

  static final byte KIND_PLAIN = 0;
  static final byte KIND_TEXT = 5;

  /** The sender's clock in ms since the epoch; the property {@code timestamp} has seconds only. */
  static final String TIMESTAMP_IN_MS = "timestamp_in_ms";

  /** JMSDeliveryTime in ms since the epoch, if it is not the time of sending. */
  static final String DELIVERY_TIME = "x-opt-delivery-time";

  /** "binary" says that {@code correlation-id} is Base64; RabbitMQ's own name for AMQP 1.0. */
  static final String CORRELATION_ID_TYPE = "x-correlation-id-type";

  static final String BINARY = "binary";

  /** Quorum queues of RabbitMQ 4.3: how often a consumer had the message before. */
  static final String ACQUIRED_COUNT = "x-acquired-count";

  /** Quorum queues: how many attempts to deliver failed before. */
  static final String DELIVERY_COUNT = "x-delivery-count";

  static final String CC = "CC";
  static final String BCC = "BCC";

  /** Facts of one delivery or journey; on a message that is sent on they would be lies. */
  private static final Set<String> OF_THE_DELIVERY =
      Set.of(
          ACQUIRED_COUNT,
          DELIVERY_COUNT,
          MESSAGE_KIND,
          DELIVERY_TIME,
          CORRELATION_ID_TYPE,
          "x-death",
          "x-stream-offset",
          "x-received-from");

  private WireNames() {}

  /** Whether a message that is sent on after it was received leaves this header behind. */
  static boolean isNotForwarded(String header) {
    return OF_THE_DELIVERY.contains(header)
        || header.startsWith("x-first-death-")
        || header.startsWith("x-last-death-");
  }
}
