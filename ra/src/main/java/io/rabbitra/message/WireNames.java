package io.rabbitra.message;

import java.util.Map;
import java.util.Set;

/** Names of AMQP headers that mean something to the mapping or to the broker. */
final class WireNames {

  /**
   * The kind of message, numbered as in the mapping of Jakarta Messaging to AMQP 1.0, where the
   * annotation has the same name; RabbitMQ hands it over between the two protocols.
   */
  static final String MESSAGE_KIND = "x-opt-jms-msg-type";

  static final byte KIND_PLAIN = 0;
  static final byte KIND_OBJECT = 1;
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

  /** Headers of this adapter; applications do not see them, and they are not sent on. */
  static final String INTERNAL = "rabbitra-";

  /** True says that the unsigned 16-bit numbers in the body are chars. */
  static final String CHARS = INTERNAL + "chars";

  /** JMSExpiration in ms since the epoch, where the property {@code expiration} has another use. */
  static final String EXPIRATION = INTERNAL + "expiration";

  /** Who sent the message, for consumers that do not want their own. */
  static final String SENDER = INTERNAL + "sender";

  /** Followed by the name of a property that cannot be a header of its own name. */
  static final String PROPERTY = INTERNAL + "property-";

  /** The history of a message that was published again after a failed delivery; a table. */
  static final String REDELIVERY = INTERNAL + "redelivery";

  /** What begins the names of the headers of a delayed message. */
  static final String DELAY = INTERNAL + "delay-";

  private static final String FIRST_DEATH = "x-first-death-";
  private static final String LAST_DEATH = "x-last-death-";
  static final String DEATHS = "x-death";

  /** The queues in which messages wait for their delivery time; they leave them as dead letters. */
  static final String DELAY_QUEUES = "rabbitra.delay.";

  /**
   * RabbitMQ reads the first two as lists of further queues and closes the channel otherwise; the
   * third one is the mapping's.
   */
  private static final Set<String> NO_PROPERTIES = Set.of("CC", "BCC", TIMESTAMP_IN_MS);

  /** Facts of one delivery or journey; on a message that is sent on they would be lies. */
  private static final Set<String> OF_THE_DELIVERY =
      Set.of(
          ACQUIRED_COUNT,
          DELIVERY_COUNT,
          MESSAGE_KIND,
          DELIVERY_TIME,
          CORRELATION_ID_TYPE,
          DEATHS,
          "x-stream-offset",
          "x-received-from");

  private WireNames() {}

  /** Whether a message that is sent on after it was received leaves this header behind. */
  static boolean isNotForwarded(String header) {
    return OF_THE_DELIVERY.contains(header) || header.startsWith(INTERNAL) || isDeath(header);
  }

  /** Whether a property of this name travels under {@link #PROPERTY}. */
  static boolean isNoProperty(String name) {
    return NO_PROPERTIES.contains(name);
  }

  /** Whether the header tells of dead-lettering. */
  static boolean isDeath(String header) {
    return header.equals(DEATHS) || header.startsWith(FIRST_DEATH) || header.startsWith(LAST_DEATH);
  }

  /** Whether the first dead-lettering was the end of a delay. */
  static boolean wasDelayed(Map<String, Object> headers) {
    return String.valueOf(headers.get(FIRST_DEATH + "queue")).startsWith(DELAY_QUEUES);
  }
}
