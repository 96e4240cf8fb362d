package io.rabbitra.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for something that is asked for again and again. */
final class Poll {

  private static final long INTERVAL_MILLIS = 100;

  private Poll() {}

  /** One look: the result if it is there, else empty. */
  interface Look<T> {
    Optional<T> take() throws StepFailedException, InterruptedException;
  }

  /** What the first successful look gave, whenever that is. */
  static <T> T until(Look<T> look) throws StepFailedException, InterruptedException {
    Optional<T> found = look.take();
    while (found.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      found = look.take();
    }
    return found.get();
  }

  /** What the first successful look gave; empty if there was none within the bound. */
  static <T> Optional<T> until(Duration bound, Look<T> look)
      throws StepFailedException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      Optional<T> found = look.take();
      if (found.isPresent() || System.nanoTime() - start > bound.toNanos()) {
        return found;
      }
      TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
    }
  }
}
