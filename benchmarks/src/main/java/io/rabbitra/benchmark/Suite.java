package io.rabbitra.benchmark;

import java.util.List;

/** Benchmarks of one kind of work, and their targets. */
public interface Suite extends AutoCloseable {

  List<Benchmark> benchmarks();

  List<Target> targets();

  /** Lets go of what its benchmarks have shared, such as a server. Run when all have ended. */
  @Override
  default void close() {}
}
