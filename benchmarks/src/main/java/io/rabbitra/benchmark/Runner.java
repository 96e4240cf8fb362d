package io.rabbitra.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Runs the contenders of each benchmark in turn, round after round, each round beginning with
 * another one: what slows the machine down for a while does not strike one of them alone. The
 * rounds that warm up are thrown away.
 */
final class Runner {

  private final int warmups;
  private final int rounds;
  private final PrintStream progress;

  Runner(int warmups, int rounds, PrintStream progress) {
    this.warmups = warmups;
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * @throws BenchmarkException a contender failed; names it
   */
  void run(Benchmark benchmark, Results results) {
    List<Contender> order = new ArrayList<>(benchmark.contenders());
    try {
      for (int round = 1 - warmups; round <= rounds; round++) {
        for (Contender contender : order) {
          List<Reading> readings = run(benchmark, contender);
          report(benchmark, contender, round, readings);
          if (round > 0) {
            for (Reading reading : readings) {
              results.add(new Results.Sample(benchmark.name(), contender.name(), round, reading));
            }
          }
        }
        Collections.rotate(order, 1);
      }
    } finally {
      order.forEach(Contender::close);
    }
  }

  private static List<Reading> run(Benchmark benchmark, Contender contender) {
    // One contender's garbage is not collected in another one's time.
    System.gc();
    try {
      return contender.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException(benchmark, contender, e);
    } catch (Exception e) {
      throw new BenchmarkException(benchmark, contender, e);
    }
  }

  private void report(Benchmark benchmark, Contender contender, int round, List<Reading> readings) {
    StringBuilder line = new StringBuilder();
    line.append(round > 0 ? "round " + round : "warm-up").append(": ");
    line.append(benchmark.name()).append(": ").append(contender.name()).append(':');
    for (Reading reading : readings) {
      line.append(
          String.format(
              Locale.ROOT,
              " %s %s %s",
              reading.metric().name(),
              Numbers.text(reading.value()),
              reading.metric().unit()));
    }
    progress.println(line);
  }
}
