/**
 * The least of a server that an adapter needs to deliver to beans: {@link
 * io.rabbitra.benchmark.container.BenchmarkContainer}. What an endpoint costs in it is the cost of
 * the adapter, not of a server.
 */
package io.rabbitra.benchmark.container;
