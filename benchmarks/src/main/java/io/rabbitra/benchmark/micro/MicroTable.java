package io.rabbitra.benchmark.micro;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Time and bytes of each benchmark, in Markdown. */
final class MicroTable {

  private static final String BYTES = "gc.alloc.rate.norm";

  private MicroTable() {}

  /**
   * @param results of runs with JMH's profiler of the garbage collector
   */
  static String of(Collection<RunResult> results) {
    StringBuilder table = new StringBuilder("| operation | time | bytes |\n|---|---:|---:|\n");
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      Result<?> bytes = result.getSecondaryResults().get(BYTES);
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %,.0f %s | %s |\n",
              name(result.getParams()),
              time.getScore(),
              time.getScoreUnit(),
              bytes == null ? "" : String.format(Locale.ROOT, "%,.0f", bytes.getScore())));
    }
    return table.toString();
  }

  /** Class and method, and the values of the parameters. */
  private static String name(BenchmarkParams params) {
    String[] parts = params.getBenchmark().split("\\.", -1);
    StringBuilder name = new StringBuilder(parts[parts.length - 2].replace("Benchmark", ""));
    name.append('.').append(parts[parts.length - 1]);
    for (String key : params.getParamsKeys()) {
      name.append(", ").append(params.getParam(key));
    }
    return name.toString();
  }
}
