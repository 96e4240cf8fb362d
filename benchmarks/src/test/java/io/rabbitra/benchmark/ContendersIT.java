package io.rabbitra.benchmark;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every contender does a little of its work: what nobody runs for weeks must not rot. */
class ContendersIT {

  private static Lab lab;

  @BeforeAll
  static void open() {
    Benchmarks.logWarningsOnly();
    lab = Lab.open(0.005);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @TestFactory
  Stream<DynamicTest> contenderDoesItsWork() {
    return Benchmarks.withoutServer(lab).stream()
        .flatMap(suite -> suite.benchmarks().stream())
        .filter(Benchmark::essential)
        // Takes minutes, however little work there is.
        .filter(benchmark -> !benchmark.name().startsWith("idle/"))
        .flatMap(
            benchmark ->
                benchmark.contenders().stream()
                    .map(
                        contender ->
                            DynamicTest.dynamicTest(
                                benchmark.name() + ": " + contender.name(), contender::run)));
  }
}
