/**
 * Measures the adapter on a real broker beside others that do the same work: {@link
 * io.rabbitra.benchmark.Benchmarks} is the command, {@code Runner} interleaves the rounds, a {@link
 * io.rabbitra.benchmark.Suite} per sub-package has the work, its {@link
 * io.rabbitra.benchmark.Contender}s and the targets.
 */
package io.rabbitra.benchmark;
