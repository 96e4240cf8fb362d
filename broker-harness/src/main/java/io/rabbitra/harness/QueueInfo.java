package io.rabbitra.harness;

/**
 * What is in a queue.
 *
 * @param name its name
 * @param ready messages that wait for a consumer
 * @param unacked messages delivered and not acknowledged; for a quorum queue up to 5 seconds old
 * @param consumers its consumers
 */
public record QueueInfo(String name, long ready, long unacked, int consumers) {}
