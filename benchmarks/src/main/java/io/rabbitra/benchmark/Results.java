package io.rabbitra.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was measured, and what follows from it. Not thread-safe. */
public final class Results {

  /** One value of one contender in one round. */
  public record Sample(String benchmark, String contender, int round, Reading reading) {}

  /**
   * The values of one metric of one contender over the rounds.
   *
   * @param ratio median of the ratios to the reference in the same round; NaN without a reference
   */
  public record Summary(double median, double lowest, double highest, int rounds, double ratio) {}

  private final List<Sample> samples = new ArrayList<>();

  void add(Sample sample) {
    samples.add(sample);
  }

  /** All samples, in the order in which they were taken. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** The metrics of a benchmark, in the order in which they were first measured. */
  public List<Metric> metrics(String benchmark) {
    return samples.stream()
        .filter(sample -> sample.benchmark().equals(benchmark))
        .map(sample -> sample.reading().metric())
        .distinct()
        .toList();
  }

  /**
   * Empty if the contender was not measured.
   *
   * @param reference null for no ratio
   */
  public Optional<Summary> summary(
      String benchmark, String metric, String contender, String reference) {
    Map<Integer, Double> values = byRound(benchmark, metric, contender);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    double ratio = Double.NaN;
    if (reference != null) {
      Map<Integer, Double> others = byRound(benchmark, metric, reference);
      // Of the same round: what slows the machine down for minutes slows both.
      ratio =
          median(
              values.entrySet().stream()
                  .filter(entry -> others.containsKey(entry.getKey()))
                  .mapToDouble(entry -> entry.getValue() / others.get(entry.getKey()))
                  .toArray());
    }
    double[] all = values.values().stream().mapToDouble(Double::doubleValue).toArray();
    return Optional.of(
        new Summary(
            median(all),
            Arrays.stream(all).min().orElseThrow(),
            Arrays.stream(all).max().orElseThrow(),
            all.length,
            ratio));
  }

  private Map<Integer, Double> byRound(String benchmark, String metric, String contender) {
    Map<Integer, Double> values = new TreeMap<>();
    for (Sample sample : samples) {
      if (sample.benchmark().equals(benchmark)
          && sample.contender().equals(contender)
          && sample.reading().metric().name().equals(metric)) {
        values.put(sample.round(), sample.reading().value());
      }
    }
    return values;
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
