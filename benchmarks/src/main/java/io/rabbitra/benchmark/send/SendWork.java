package io.rabbitra.benchmark.send;

import io.rabbitra.benchmark.Lab;

/**
 * What senders do in a round.
 *
 * @param threads that send at the same time
 * @param bytes of the body of each message
 * @param queueType {@code classic} or {@code quorum}
 * @param messages in all
 * @param batch how many messages are in a transaction; 1 for none, each confirmed by itself
 */
public record SendWork(Lab lab, int threads, int bytes, String queueType, int messages, int batch) {

  /** Calls of {@link Sender#send} by each thread. */
  int callsPerThread() {
    return Math.max(1, messages / threads / batch);
  }

  /** How many messages are in the queue afterwards. */
  int sent() {
    return callsPerThread() * threads * batch;
  }
}
