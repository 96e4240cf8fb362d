package io.rabbitra.config;

import java.nio.charset.StandardCharsets;

/**
 * What is allowed for single values, whether they come from a property or out of a URI. A check
 * answers null for an allowed value, otherwise what would be allowed, in words that do not repeat
 * the value.
 */
final class Checks {
  private static final int LONGEST_SHORT_STRING = 255;

  private Checks() {}

  static String heartbeat(int seconds) {
    return seconds >= 0 && seconds <= 65535
        ? null
        : "allowed are whole seconds from 0 (= off) to 65535";
  }

  static String connectionTimeout(int milliseconds) {
    return milliseconds > 0 ? null : "allowed are whole milliseconds greater than 0";
  }

  static String channelMax(int channels) {
    return channels >= 1 && channels <= 65535 ? null : "allowed is a whole number from 1 to 65535";
  }

  /** The virtual host travels as an AMQP short string in {@code connection.open}. */
  static String virtualHost(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_SHORT_STRING) {
      return "allowed are at most 255 bytes of UTF-8 for a virtual host";
    }
    return text(name);
  }

  static String text(String value) {
    return value.chars().anyMatch(Character::isISOControl)
        ? "control characters are not allowed"
        : null;
  }

  /** NUL is the separator of SASL PLAIN (RFC 4616). */
  static String password(String value) {
    return value.indexOf('\0') >= 0 ? "a password must not have a NUL character" : null;
  }
}
