package io.rabbitra.benchmark.listener;

import io.rabbitra.benchmark.Lab;

/**
 * What listeners do in a round.
 *
 * @param sessions how many listeners share the queue, each on a channel of its own
 * @param bytes of the body of each message
 * @param queueType {@code classic} or {@code quorum}
 * @param prefetch of each session
 * @param messages in the queue when the listeners begin
 */
public record ListenerWork(
    Lab lab, int sessions, int bytes, String queueType, int prefetch, int messages) {}
