package io.rabbitra;

import java.nio.charset.StandardCharsets;

/** AMQP's short string: at most 255 bytes of UTF-8. */
final class ShortStrings {

  private static final int MAX_BYTES = 255;

  private ShortStrings() {}

  /**
   * Returns the value.
   *
   * @throws IllegalArgumentException it is null or too long; names the property
   */
  static String require(String property, String value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "Property " + property + " is null: allowed is a text of at most 255 bytes of UTF-8");
    }
    return optional(property, value);
  }

  /**
   * Returns the value, which may be null.
   *
   * @throws IllegalArgumentException it is too long; names the property
   */
  static String optional(String property, String value) {
    if (value != null && isTooLong(value)) {
      throw new IllegalArgumentException(
          "Property "
              + property
              + " is '"
              + value
              + "': allowed are at most "
              + MAX_BYTES
              + " bytes of UTF-8");
    }
    return value;
  }

  static boolean isTooLong(String value) {
    // No character is shorter than a byte: what is long enough need not be encoded.
    return value.length() > MAX_BYTES || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }
}
