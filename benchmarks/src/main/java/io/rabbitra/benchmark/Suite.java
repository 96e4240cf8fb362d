package io.rabbitra.benchmark;

import java.util.List;

/** Benchmarks of one kind of work, and their targets. */
public interface Suite {

  List<Benchmark> benchmarks();

  List<Target> targets();
}
