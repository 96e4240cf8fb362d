package io.rabbitra.benchmark.recovery;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** When messages reached a consumer, by {@code System.nanoTime}. Thread-safe. */
final class Arrivals {

  private static final long MINUTES = 2;

  private final BlockingQueue<Long> times = new LinkedBlockingQueue<>();

  void record() {
    times.add(System.nanoTime());
  }

  /**
   * Waits for the next one.
   *
   * @throws IllegalStateException there is none within two minutes
   */
  long next() throws InterruptedException {
    Long time = times.poll(MINUTES, TimeUnit.MINUTES);
    if (time == null) {
      throw new IllegalStateException("nothing was delivered within " + MINUTES + " minutes");
    }
    return time;
  }
}
