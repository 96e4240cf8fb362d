package io.rabbitra.benchmark.server.application;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the messages of one run and takes the time from the first to the last of them. {@link
 * #received} is called by any thread, the other methods by the one that waits.
 */
final class Deliveries {

  /** What beans and servlets have in common: the server makes both. Set between runs only. */
  private static volatile Deliveries current = new Deliveries(0, 0);

  private final int expected;
  private final int bytes;
  private final AtomicInteger count = new AtomicInteger();
  private final CountDownLatch all = new CountDownLatch(1);
  private volatile long firstNanos;
  private volatile long lastNanos;

  private Deliveries(int expected, int bytes) {
    this.expected = expected;
    this.bytes = bytes;
  }

  /** Begins a run of so many messages, each with a body of so many bytes. */
  static Deliveries begin(int expected, int bytes) {
    Deliveries deliveries = new Deliveries(expected, bytes);
    current = deliveries;
    return deliveries;
  }

  static Deliveries current() {
    return current;
  }

  /**
   * @throws IllegalStateException another body was sent
   */
  void received(byte[] body) {
    if (body.length != bytes) {
      throw new IllegalStateException("received " + body.length + " bytes, sent were " + bytes);
    }
    int number = count.incrementAndGet();
    if (number == 1) {
      firstNanos = System.nanoTime();
    }
    if (number == expected) {
      lastNanos = System.nanoTime();
      all.countDown();
    }
  }

  /** Whether all were received in time. */
  boolean await(long seconds) throws InterruptedException {
    return all.await(seconds, TimeUnit.SECONDS);
  }

  /** How many were received so far, again or not. */
  int count() {
    return count.get();
  }

  /** The time from the first message to the last one. */
  long nanos() {
    return lastNanos - firstNanos;
  }
}
