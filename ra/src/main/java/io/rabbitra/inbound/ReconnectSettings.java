package io.rabbitra.inbound;

import java.time.Duration;

/**
 * How long an endpoint waits between attempts to activate.
 *
 * @param factor of each further waiting time, at least 1
 */
record ReconnectSettings(Duration initial, Duration max, double factor) {}
