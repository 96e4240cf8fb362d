package io.rabbitra.benchmark.listener;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts deliveries, from the first one to the last one that is expected. Thread-safe; its cost is
 * one atomic increment for each message.
 */
public final class Meter {

  private static final long MINUTES = 5;

  private final int expected;
  private final AtomicInteger count = new AtomicInteger();
  private final CountDownLatch done = new CountDownLatch(1);

  /** Written by the delivery that comes first, before any other counts. */
  private volatile long first;

  private volatile long last;

  public Meter(int expected) {
    this.expected = expected;
  }

  /** A message was delivered. */
  public void count() {
    int now = count.incrementAndGet();
    if (now == 1) {
      first = System.nanoTime();
    }
    if (now == expected) {
      last = System.nanoTime();
      done.countDown();
    }
  }

  /**
   * Waits for the last delivery.
   *
   * @return deliveries per second
   * @throws IllegalStateException it did not come within minutes
   */
  public double rate() throws InterruptedException {
    if (!done.await(MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(count + " of " + expected + " messages were delivered");
    }
    return (expected - 1) * 1e9 / (last - first);
  }
}
