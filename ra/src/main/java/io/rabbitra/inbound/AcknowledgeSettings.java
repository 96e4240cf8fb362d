package io.rabbitra.inbound;

import java.time.Duration;

/**
 * How successes are acknowledged.
 *
 * @param batchSize successes at most that wait for their acknowledgement; 1 unless the mode is
 *     {@link AcknowledgeMode#DUPS_OK}
 * @param batchInterval how long one waits at most
 */
record AcknowledgeSettings(AcknowledgeMode mode, int batchSize, Duration batchInterval) {}
