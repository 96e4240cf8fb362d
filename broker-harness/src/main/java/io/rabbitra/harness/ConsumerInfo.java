package io.rabbitra.harness;

/**
 * A consumer of a queue.
 *
 * @param tag its consumer tag
 * @param prefetch its basic.qos
 * @param arguments of its basic.consume, as rabbitmqctl shows them
 */
public record ConsumerInfo(String tag, int prefetch, String arguments) {}
