package io.rabbitra.inbound;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts the sessions of an endpoint that have a message and get no bean instance, and reports when
 * the first one waits and when none does any more.
 *
 * <p>A shortage that comes back within a minute of its last report is not reported again: where the
 * pool of the server is smaller than the number of sessions it comes and goes all the time.
 * Thread-safe.
 */
final class BeanShortage {

  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final String endpoint;
  private final LongSupplier nanoTime;
  private final System.Logger log;

  /** All below guarded by {@code this}. */
  private int waiting;

  private boolean reported;
  private boolean everReported;
  private long lastReport;

  BeanShortage(String endpoint, LongSupplier nanoTime, System.Logger log) {
    this.endpoint = endpoint;
    this.nanoTime = nanoTime;
    this.log = log;
  }

  /** Whether sessions wait, so that those with nothing to do should give their instance back. */
  synchronized boolean exists() {
    return waiting > 0;
  }

  /** One more session waits. */
  void begins(Throwable why) {
    synchronized (this) {
      waiting++;
      long now = nanoTime.getAsLong();
      if (waiting > 1 || (everReported && now - lastReport < QUIET_NANOS)) {
        return;
      }
      reported = true;
      everReported = true;
      lastReport = now;
    }
    log.log(
        Level.WARNING,
        "Endpoint {0}: the server provides no bean now ({1}); messages wait until it does",
        endpoint,
        why);
  }

  /** A session that waited has an instance. */
  void ends() {
    if (leave()) {
      log.log(Level.INFO, "Endpoint {0}: the server provides beans again", endpoint);
    }
  }

  /** A session that waited was stopped. */
  void abandoned() {
    leave();
  }

  /** Whether a shortage that was reported is over. */
  private synchronized boolean leave() {
    waiting--;
    boolean over = waiting == 0 && reported;
    if (over) {
      reported = false;
    }
    return over;
  }
}
