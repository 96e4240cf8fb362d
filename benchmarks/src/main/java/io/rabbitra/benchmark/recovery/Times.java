package io.rabbitra.benchmark.recovery;

import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured in one round. Used by one thread. */
final class Times {

  static final Metric MEDIAN = Metric.millis("median");
  static final Metric SLOWEST = Metric.millis("slowest");

  private final List<Double> millis = new ArrayList<>();

  void add(long nanos) {
    millis.add(nanos / 1e6);
  }

  List<Reading> readings() {
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return List.of(
        new Reading(MEDIAN, sorted.get(sorted.size() / 2)),
        new Reading(SLOWEST, sorted.get(sorted.size() - 1)));
  }
}
