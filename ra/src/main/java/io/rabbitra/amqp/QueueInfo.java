package io.rabbitra.amqp;

/**
 * What queue.declare-ok says about a queue.
 *
 * @param ready messages that wait for a consumer; those delivered and not acknowledged do not count
 * @param consumers active consumers, of every connection
 */
public record QueueInfo(long ready, int consumers) {}
