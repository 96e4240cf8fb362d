package io.rabbitra.sample;

import java.time.Instant;

/**
 * An order as it was delivered.
 *
 * @param order the order
 * @param receivedAt when it was delivered
 * @param thread name of the thread that delivered it
 * @param redelivered the message's {@code JMSRedelivered}
 */
public record ReceivedOrder(Order order, Instant receivedAt, String thread, boolean redelivered) {}
