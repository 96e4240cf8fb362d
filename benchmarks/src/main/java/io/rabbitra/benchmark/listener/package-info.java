/** Messages that wait in a queue, taken by listeners without a container. */
package io.rabbitra.benchmark.listener;
