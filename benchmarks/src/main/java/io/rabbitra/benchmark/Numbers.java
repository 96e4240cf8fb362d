package io.rabbitra.benchmark;

import java.util.Locale;

/** Numbers as tables show them: three digits that matter. */
final class Numbers {

  private Numbers() {}

  static String text(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
