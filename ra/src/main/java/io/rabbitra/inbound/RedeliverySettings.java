package io.rabbitra.inbound;

import java.time.Duration;

/**
 * What becomes of a message whose bean failed.
 *
 * @param maxRedeliveries attempts after the first one, before the message is dead-lettered; -1 for
 *     no limit of ours
 * @param delay before the first redelivery, rounded up to whole seconds; zero for none
 * @param backoff factor of each further delay
 * @param maxDelay bound of the delays
 * @param deadLetterExchange null if none is set
 * @param deadLetterQueue null if none is set
 */
record RedeliverySettings(
    int maxRedeliveries,
    Duration delay,
    double backoff,
    Duration maxDelay,
    String deadLetterExchange,
    String deadLetterQueue) {}
