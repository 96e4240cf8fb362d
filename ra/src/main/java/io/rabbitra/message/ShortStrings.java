package io.rabbitra.message;

import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;

/** The limit of AMQP short strings: 255 bytes of UTF-8 (AMQP 0-9-1 specification, 4.2.5.3). */
final class ShortStrings {

  private static final int MAX_BYTES = 255;

  private ShortStrings() {}

  /**
   * Returns the value, which may be null.
   *
   * @param what what the text is, for the message of the exception
   * @throws JMSException the text is too long
   */
  static String require(String what, String value) throws JMSException {
    if (value == null || value.length() <= MAX_BYTES / 3) {
      return value;
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new JMSException(
          what
              + " '"
              + value.substring(0, 40)
              + "...' has "
              + bytes
              + " bytes in UTF-8; AMQP allows "
              + MAX_BYTES);
    }
    return value;
  }
}
