package io.rabbitra.benchmark.growth;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds all messages until every consumer is there, then counts them. What was sent ahead meanwhile
 * is not measured. Thread-safe.
 */
final class Meter {

  private static final long MINUTES = 5;

  private final Load load;
  private final CountDownLatch opened = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicInteger count = new AtomicInteger();
  private volatile long begin;
  private volatile long end;

  Meter(Load load) {
    this.load = load;
  }

  /** By a consumer. */
  void arrived(int bytes) {
    try {
      opened.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (bytes != load.bytes()) {
      throw new IllegalStateException(
          "a message has " + bytes + " bytes instead of " + load.bytes());
    }
    int number = count.incrementAndGet();
    if (number == load.ahead()) {
      begin = System.nanoTime();
    } else if (number == load.messages()) {
      end = System.nanoTime();
      finished.countDown();
    }
  }

  void open() {
    opened.countDown();
  }

  /**
   * Waits for the last message.
   *
   * @return nanoseconds per message
   * @throws IllegalStateException it does not come within five minutes
   */
  double await() throws InterruptedException {
    if (!finished.await(MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          count + " of " + load.messages() + " messages within " + MINUTES + " minutes");
    }
    return (double) (end - begin) / (load.messages() - load.ahead());
  }
}
