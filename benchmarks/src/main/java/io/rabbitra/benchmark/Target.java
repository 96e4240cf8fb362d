package io.rabbitra.benchmark;

/**
 * What a contender has to reach.
 *
 * @param reference the contender that it is compared with; null if the value itself is bounded
 * @param bound for the ratio to the reference, or for the value; a lower bound if {@code atLeast}
 */
public record Target(
    String benchmark,
    String metric,
    String contender,
    String reference,
    boolean atLeast,
    double bound) {

  /** The ratio has to be so large. */
  public static Target ratioAtLeast(
      String benchmark, String metric, String contender, String reference, double bound) {
    return new Target(benchmark, metric, contender, reference, true, bound);
  }

  /** The ratio must not be larger. */
  public static Target ratioAtMost(
      String benchmark, String metric, String contender, String reference, double bound) {
    return new Target(benchmark, metric, contender, reference, false, bound);
  }

  /** The value must not be larger. */
  public static Target atMost(String benchmark, String metric, String contender, double bound) {
    return new Target(benchmark, metric, contender, null, false, bound);
  }

  /** Whether a median ratio, or a median value, is good enough. */
  public boolean isMet(double value) {
    return atLeast ? value >= bound : value <= bound;
  }
}
