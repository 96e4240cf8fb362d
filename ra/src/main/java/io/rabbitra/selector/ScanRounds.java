package io.rabbitra.selector;

import io.rabbitra.amqp.BrokerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * The rounds of a {@link QueueScan}, each when a {@link RescanPolicy} says so. A caller searches,
 * waits {@link #nanosUntilNext}, and searches again. For one thread at a time.
 */
public final class ScanRounds {

  /** Before it is asked again whether the broker still blocks the connection: 250 ms. */
  private static final long BLOCKED_NANOS = 250_000_000;

  /** To wait for the rounds of others on the queue: in the order of a fair lock. */
  private static final Duration PATIENCE = Duration.ofMillis(50);

  /** Before the next try where others had the queue: 50 to 250 ms. */
  private static final long BUSY_NANOS = 50_000_000;

  private static final long LONGEST_BUSY_NANOS = 250_000_000;

  private final QueueScan scan;

  /** Whether a round is due and others had the queue. */
  private boolean busy;

  private RescanPolicy policy = new RescanPolicy();

  public ScanRounds(QueueScan scan) {
    this.scan = scan;
  }

  /**
   * Looks for messages if it is time to, see {@link QueueScan#take}. After a search that found some
   * the next one is due at once.
   *
   * @param limit of the messages taken, 1 or more
   */
  public List<Found> search(Predicate<Found> wanted, int limit) throws BrokerException {
    if (scan.isBlocked() || (!scan.hasExcess() && !isDue())) {
      return List.of();
    }
    long begin = System.nanoTime();
    return ended(scan.take(wanted, limit), begin);
  }

  /**
   * As {@link #search}, for threads that others need too: where other scans have the queue, it
   * finds nothing and is due again in 50 to 250 ms.
   */
  public List<Found> searchIfFree(Predicate<Found> wanted, int limit) throws BrokerException {
    if (scan.isBlocked() || (!busy && !scan.hasExcess() && !isDue())) {
      return List.of();
    }
    long begin = System.nanoTime();
    Optional<List<Found>> found = scan.tryTake(wanted, limit, PATIENCE);
    busy = found.isEmpty();
    return busy ? List.of() : ended(found.get(), begin);
  }

  private List<Found> ended(List<Found> found, long begin) {
    long end = System.nanoTime();
    policy.roundEnded(end, scan.lastReady(), end - begin);
    if (!found.isEmpty()) {
      searchAgain();
    }
    return found;
  }

  /** The next round does not wait for anything to change. */
  public void searchAgain() {
    policy = new RescanPolicy();
  }

  /** How long to wait before the next {@link #search}; 0 = search now. */
  public long nanosUntilNext() {
    if (scan.isBlocked()) {
      return BLOCKED_NANOS;
    }
    return busy
        ? ThreadLocalRandom.current().nextLong(BUSY_NANOS, LONGEST_BUSY_NANOS)
        : policy.delay(System.nanoTime());
  }

  private boolean isDue() throws BrokerException {
    return policy.delay(System.nanoTime()) <= 0 && policy.roundDue(System.nanoTime(), scan.ready());
  }
}
