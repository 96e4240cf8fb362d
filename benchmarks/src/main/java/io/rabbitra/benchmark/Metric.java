package io.rabbitra.benchmark;

/**
 * What a contender is measured by.
 *
 * @param name unique within a benchmark
 * @param moreIsBetter as of a rate; less is better of a time
 */
public record Metric(String name, String unit, boolean moreIsBetter) {

  /** Messages per second. */
  public static final Metric RATE = new Metric("rate", "messages/s", true);

  /** A time in milliseconds. */
  public static Metric millis(String name) {
    return new Metric(name, "ms", false);
  }
}
