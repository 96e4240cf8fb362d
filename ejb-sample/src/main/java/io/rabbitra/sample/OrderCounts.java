package io.rabbitra.sample;

/**
 * What happened to orders since the application started; all taken at one moment.
 *
 * @param sent confirmed by the broker
 * @param notSent refused by the broker, or the broker was not there
 * @param received delivered and accepted, each order once
 * @param duplicates delivered again after they had been accepted
 * @param redelivered deliveries that were marked {@code JMSRedelivered}
 * @param failed deliveries that ended with an exception on purpose
 * @param invalid messages that were no orders
 */
public record OrderCounts(
    long sent,
    long notSent,
    long received,
    long duplicates,
    long redelivered,
    long failed,
    long invalid) {}
