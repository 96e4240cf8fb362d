package io.rabbitra.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits with a bound for something that gives no signal of its own. */
final class Waiting {

  private static final long INTERVAL_MILLIS = 25;

  private Waiting() {}

  /** Asks every 25 ms; false if the condition did not hold within the bound. */
  static boolean until(Duration bound, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > bound.toNanos()) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BrokerException("interrupted while waiting", e);
      }
    }
    return true;
  }
}
