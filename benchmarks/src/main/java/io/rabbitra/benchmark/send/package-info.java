/** Messages that are sent, each confirmed or many in a transaction. */
package io.rabbitra.benchmark.send;
