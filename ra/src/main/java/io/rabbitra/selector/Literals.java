package io.rabbitra.selector;

import java.util.Locale;

/**
 * The values of literals. An exact numeric literal is a Java integer literal, decimal, hexadecimal,
 * octal or binary, and always a long, with and without the suffix {@code L}; an approximate one is
 * a Java floating-point literal, a float with the suffix {@code F} and a double otherwise.
 */
final class Literals {

  /** The one decimal literal that may only stand behind a minus sign (JLS 3.10.1). */
  private static final String MIN_LONG_DIGITS = "9223372036854775808";

  private Literals() {}

  /** Without the quotes, and with one quote for two. */
  static String string(String quoted) {
    return quoted.substring(1, quoted.length() - 1).replace("''", "'");
  }

  static boolean isDigitsOfMinLong(String text) {
    return digits(text).equals(MIN_LONG_DIGITS);
  }

  /**
   * @throws NumberFormatException the value is out of the range of long
   */
  static Long exact(String text) {
    String digits = digits(text);
    if (digits.startsWith("0x")) {
      return Long.parseUnsignedLong(digits.substring(2), 16);
    }
    if (digits.startsWith("0b")) {
      return Long.parseUnsignedLong(digits.substring(2), 2);
    }
    if (digits.length() > 1 && digits.startsWith("0")) {
      return Long.parseUnsignedLong(digits.substring(1), 8);
    }
    return Long.parseLong(digits);
  }

  /**
   * @throws NumberFormatException the value would be rounded to infinity or, not being zero, to
   *     zero (JLS 3.10.2)
   */
  static Number approximate(String text) {
    String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
    boolean hexadecimal = digits.startsWith("0x");
    if (digits.endsWith("f")) {
      float value = Float.parseFloat(digits);
      requireRange(Float.isInfinite(value), value == 0, digits, hexadecimal);
      return value;
    }
    double value = Double.parseDouble(digits);
    requireRange(Double.isInfinite(value), value == 0, digits, hexadecimal);
    return value;
  }

  private static void requireRange(
      boolean infinite, boolean zero, String digits, boolean hexadecimal) {
    String significand =
        hexadecimal ? digits.substring(2).split("p", 2)[0] : digits.split("[edf]", 2)[0];
    boolean written = significand.chars().allMatch(c -> c == '0' || c == '.');
    if (infinite || (zero && !written)) {
      throw new NumberFormatException(digits);
    }
  }

  private static String digits(String text) {
    String lower = text.replace("_", "").toLowerCase(Locale.ROOT);
    return lower.endsWith("l") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
