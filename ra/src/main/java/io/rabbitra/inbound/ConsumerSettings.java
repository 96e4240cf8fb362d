package io.rabbitra.inbound;

import java.util.Map;

/**
 * What basic.consume says.
 *
 * @param tagPrefix what consumer tags begin with; null for tags of the broker's own
 * @param exclusive whether the endpoint refuses every other consumer
 * @param arguments such as {@code x-priority} and {@code x-stream-offset}
 */
record ConsumerSettings(String tagPrefix, boolean exclusive, Map<String, Object> arguments) {}
