package io.rabbitra.inbound;

/**
 * How many messages may be in beans at once, and how many wait for them.
 *
 * @param min sessions that are always there
 * @param max sessions under load
 * @param prefetch basic.qos of each
 */
record SessionLimits(int min, int max, int prefetch) {}
