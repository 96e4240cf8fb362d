package io.rabbitra.benchmark;

/** A contender did not do its work. */
final class BenchmarkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BenchmarkException(Benchmark benchmark, Contender contender, Exception cause) {
    super(benchmark.name() + ": " + contender.name() + " failed: " + cause.getMessage(), cause);
  }
}
