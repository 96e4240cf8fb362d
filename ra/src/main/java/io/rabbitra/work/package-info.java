/**
 * The container's threads: executors ("lanes") and a scheduler on one {@link
 * jakarta.resource.spi.work.WorkManager} and one {@link java.util.Timer} (Jakarta Connectors 2.1,
 * chapters 5.3.5 and 10), and the same two for use without a container. No other package makes
 * threads.
 */
package io.rabbitra.work;
