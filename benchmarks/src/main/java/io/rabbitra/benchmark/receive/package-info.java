/** Messages that wait in a queue, taken one after the other by {@code receive}. */
package io.rabbitra.benchmark.receive;
