/**
 * What single steps of the adapter cost, in nanoseconds and bytes, with JMH: {@link
 * io.rabbitra.benchmark.micro.MicroBenchmarks} runs them.
 *
 * <p>Benchmarks of what only the adapter's own packages see are in packages of the same names, such
 * as {@code io.rabbitra.inbound}, and found by their annotations as the others.
 */
package io.rabbitra.benchmark.micro;
