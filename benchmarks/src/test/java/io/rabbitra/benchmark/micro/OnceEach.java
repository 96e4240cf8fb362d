package io.rabbitra.benchmark.micro;

import java.util.Collection;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Calls benchmarks once with each of their parameters, in this JVM. */
final class OnceEach {

  private OnceEach() {}

  /**
   * @throws RunnerException one failed, or there is none
   */
  static Collection<RunResult> of(UnaryOperator<ChainedOptionsBuilder> which)
      throws RunnerException {
    return new Runner(
            which
                .apply(new OptionsBuilder())
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }
}
