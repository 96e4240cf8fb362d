package io.rabbitra.destination;

import java.nio.charset.StandardCharsets;

/** What AMQP allows as the name of a queue or as a routing key: 1 to 255 bytes of UTF-8. */
public final class Names {

  private static final int MAX_BYTES = 255;

  private Names() {}

  /** Whether it is allowed. */
  public static boolean isValid(String name) {
    return name != null
        && !name.isEmpty()
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  /**
   * Returns the value.
   *
   * @throws IllegalArgumentException it is null, empty or too long; names the property
   */
  static String require(String property, String value) {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "Property "
              + property
              + " is "
              + (value == null ? "null" : "'" + value + "'")
              + ": allowed are 1 to 255 bytes of UTF-8");
    }
    return value;
  }

  /**
   * Returns the value, or null for one that is empty.
   *
   * @throws IllegalArgumentException it is too long; names the property
   */
  static String optional(String property, String value) {
    return value == null || value.isEmpty() ? null : require(property, value);
  }

  /**
   * Returns the value; null and the empty key are what they are.
   *
   * @throws IllegalArgumentException it is too long
   */
  static String routingKey(String value) {
    return value == null || value.isEmpty() ? value : require("routingKey", value);
  }
}
