package io.rabbitra.benchmark.growth;

/**
 * Work for a contender.
 *
 * @param queues with the same number of messages in each
 * @param sessions of each queue
 * @param messages in all
 * @param bytes of each message
 */
record Load(int queues, int sessions, int messages, int bytes) {

  private static final int PREFETCH = 50;

  /** A quarter of the messages may be sent ahead: those are not measured. */
  int prefetch() {
    return Math.max(1, Math.min(PREFETCH, ahead() / (queues * sessions)));
  }

  /** How many messages are not measured. */
  int ahead() {
    return messages / 4;
  }

  int ofEachQueue() {
    return messages / queues;
  }
}
