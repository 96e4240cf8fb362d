/**
 * What a message costs when there is more of something, {@link
 * io.rabbitra.benchmark.growth.GrowthSuite}.
 */
package io.rabbitra.benchmark.growth;
