package io.rabbitra.benchmark.micro;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks, each in a JVM of its own, with the garbage collector's count of bytes.
 *
 * @param iterations that are measured of each benchmark, after three that warm up
 * @param seconds how long an iteration takes, at least 10 ms
 * @param only found in the names of the benchmarks to run; null for all
 */
public record MicroBenchmarks(int iterations, double seconds, Pattern only) {

  private static final int WARMUPS = 3;
  private static final long SHORTEST_MILLIS = 10;

  /**
   * Writes {@code micro.csv} into the directory and prints the table.
   *
   * @throws IllegalStateException a benchmark failed, or none has such a name
   */
  public void run(Path directory, PrintStream out) throws IOException {
    Files.createDirectories(directory);
    TimeValue time = TimeValue.milliseconds(Math.max(SHORTEST_MILLIS, Math.round(seconds * 1_000)));
    ChainedOptionsBuilder options =
        chosen()
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(WARMUPS)
            .warmupTime(time)
            .measurementIterations(iterations)
            .measurementTime(time)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.CSV)
            .result(directory.resolve("micro.csv").toString());
    try {
      Collection<RunResult> results = new Runner(options.build()).run();
      out.println(MicroTable.of(results));
    } catch (RunnerException e) {
      throw new IllegalStateException("The benchmarks failed: " + e.getMessage(), e);
    }
  }

  /** Prints the names. */
  public void list() {
    new Runner(chosen().build()).list();
  }

  private ChainedOptionsBuilder chosen() {
    OptionsBuilder options = new OptionsBuilder();
    if (only != null) {
      options.include(only.pattern());
    }
    return options;
  }
}
