package io.rabbitra.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  private static final String WORK = "work";
  private final Results results = new Results();

  private void add(String contender, int round, double rate) {
    results.add(new Results.Sample(WORK, contender, round, new Reading(Metric.RATE, rate)));
  }

  private Benchmark benchmark() {
    return new Benchmark(WORK, "b", true, List.of(contender("a"), contender("b")));
  }

  private static Contender contender(String name) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Reading> run() {
        return List.of(new Reading(Metric.RATE, name.equals("a") ? 200 : 100));
      }
    };
  }

  @Test
  void ratioIsTheMedianOfThoseOfTheSameRound() {
    add("a", 1, 100);
    add("b", 1, 50);
    // The machine was slow for both.
    add("a", 2, 10);
    add("b", 2, 5);
    add("a", 3, 90);
    add("b", 3, 60);
    Results.Summary summary = results.summary(WORK, "rate", "a", "b").orElseThrow();
    assertThat(summary.ratio()).isEqualTo(2);
    assertThat(summary.median()).isEqualTo(90);
    assertThat(summary.lowest()).isEqualTo(10);
    assertThat(summary.highest()).isEqualTo(100);
  }

  @Test
  void medianOfAnEvenNumberIsInTheMiddleOfTwo() {
    add("a", 1, 1);
    add("a", 2, 4);
    add("a", 3, 2);
    add("a", 4, 100);
    assertThat(results.summary(WORK, "rate", "a", null).orElseThrow().median()).isEqualTo(3);
  }

  @Test
  void warmUpsAreThrownAwayAndReportsHaveTheRest(@TempDir Path directory) throws Exception {
    new Runner(2, 3, new PrintStream(OutputStream.nullOutputStream())).run(benchmark(), results);
    assertThat(results.samples()).hasSize(6).allMatch(sample -> sample.round() > 0);

    String table =
        new TableReport(results)
            .text(
                List.of(benchmark()),
                List.of(
                    Target.ratioAtLeast(WORK, "rate", "a", "b", 1.5),
                    Target.ratioAtLeast(WORK, "rate", "a", "b", 2.5),
                    Target.ratioAtLeast("not measured", "rate", "a", "b", 1)));
    assertThat(table)
        .contains("| work | a | rate, messages/s | 200 | 200 … 200 | 2.00 |")
        .contains("| work: rate | b | ≥ 1.50 | 2.00 | met |")
        .contains("| work: rate | b | ≥ 2.50 | 2.00 | **not met** |")
        .doesNotContain("not measured");

    CsvReport.write(results, directory.resolve("samples.csv"));
    assertThat(Files.readAllLines(directory.resolve("samples.csv")))
        .hasSize(7)
        .contains("work,a,3,rate,messages/s,200.0");

    new PlotReport(results).write(List.of(benchmark()), directory.resolve("plot.svg"));
    assertThat(directory.resolve("plot.svg")).content().contains("<svg");
  }
}
