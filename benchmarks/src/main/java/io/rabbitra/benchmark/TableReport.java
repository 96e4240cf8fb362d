package io.rabbitra.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Medians, spreads and ratios, and which targets are met, as tables in Markdown. */
final class TableReport {

  private static final String NEW_ROW = "\n";

  private final Results results;

  TableReport(Results results) {
    this.results = results;
  }

  String text(List<Benchmark> benchmarks, List<Target> targets) {
    StringBuilder text = new StringBuilder();
    text.append("| work | contender | | median | lowest … highest | ratio to reference |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Benchmark benchmark : benchmarks) {
      for (Metric metric : results.metrics(benchmark.name())) {
        for (Contender contender : benchmark.contenders()) {
          results
              .summary(benchmark.name(), metric.name(), contender.name(), benchmark.reference())
              .ifPresent(summary -> text.append(row(benchmark, metric, contender, summary)));
        }
      }
    }
    String checks = checks(targets);
    if (!checks.isEmpty()) {
      text.append("\n| target | against | bound | measured | |\n|---|---|---|---|---|\n");
      text.append(checks);
    }
    return text.toString();
  }

  private static String row(
      Benchmark benchmark, Metric metric, Contender contender, Results.Summary summary) {
    boolean isReference = contender.name().equals(benchmark.reference());
    return String.join(
            " | ",
            "| " + benchmark.name(),
            contender.name(),
            metric.name() + ", " + metric.unit(),
            Numbers.text(summary.median()),
            Numbers.text(summary.lowest()) + " … " + Numbers.text(summary.highest()),
            isReference ? "reference" : ratio(summary.ratio()))
        + " |"
        + NEW_ROW;
  }

  private String checks(List<Target> targets) {
    StringBuilder rows = new StringBuilder();
    for (Target target : targets) {
      Optional<Results.Summary> summary =
          results.summary(
              target.benchmark(), target.metric(), target.contender(), target.reference());
      if (summary.isEmpty()) {
        continue;
      }
      double value = target.reference() == null ? summary.get().median() : summary.get().ratio();
      rows.append(
          String.join(
                  " | ",
                  "| " + target.benchmark() + ": " + target.metric(),
                  target.reference() == null ? "" : target.reference(),
                  (target.atLeast() ? "≥ " : "≤ ") + Numbers.text(target.bound()),
                  Numbers.text(value),
                  target.isMet(value) ? "met" : "**not met**")
              + " |"
              + NEW_ROW);
    }
    return rows.toString();
  }

  private static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio);
  }
}
