package io.rabbitra.inbound;

import io.rabbitra.work.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reports the deliveries of one session that run for very long: once each when the limit is over,
 * and once when they end after all. What waits behind one may then go to other sessions.
 *
 * <pre>
 *   NONE ─ begin ─→ RUNNING ─ limit over: WARN ─→ REPORTED
 *     └────── end ─────┴──────── end: INFO ──────────┘
 * </pre>
 *
 * <p>One timer at most, which outlives a delivery: a message costs none of its own. Thread-safe.
 */
final class LongDeliveries {

  private enum State {
    NONE,
    RUNNING,
    REPORTED
  }

  private final String endpoint;
  private final Duration limit;
  private final Scheduler scheduler;
  private final LongSupplier nanoTime;
  private final System.Logger log;
  private final Runnable onReport;

  /** All below guarded by {@code this}. */
  private State state = State.NONE;

  private long began;
  private boolean timerSet;

  /**
   * @param onReport run after each warning; must not block
   */
  LongDeliveries(
      String endpoint,
      Duration limit,
      Scheduler scheduler,
      LongSupplier nanoTime,
      System.Logger log,
      Runnable onReport) {
    this.endpoint = endpoint;
    this.limit = limit;
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
    this.log = log;
    this.onReport = onReport;
  }

  /** Whether one is under way that was reported. */
  synchronized boolean underWay() {
    return state == State.REPORTED;
  }

  void begin() {
    boolean setTimer;
    synchronized (this) {
      state = State.RUNNING;
      began = nanoTime.getAsLong();
      setTimer = !timerSet;
      timerSet = true;
    }
    if (setTimer) {
      scheduler.schedule(limit, this::look);
    }
  }

  void end() {
    boolean wasReported;
    Duration took;
    synchronized (this) {
      wasReported = state == State.REPORTED;
      state = State.NONE;
      took = running();
    }
    if (wasReported) {
      log.log(
          Level.INFO,
          "Endpoint {0}: the delivery that ran for very long ended after {1} s",
          endpoint,
          took.toSeconds());
    }
  }

  private void look() {
    Duration left = null;
    boolean report = false;
    synchronized (this) {
      timerSet = false;
      if (state == State.RUNNING) {
        left = limit.minus(running());
        report = left.isNegative() || left.isZero();
        if (report) {
          state = State.REPORTED;
        } else {
          timerSet = true;
        }
      }
    }
    if (report) {
      log.log(
          Level.WARNING,
          "Endpoint {0}: a delivery has been running for {1} s; its session takes no other message"
              + " until the bean returns",
          endpoint,
          limit.toSeconds());
      onReport.run();
    } else if (left != null) {
      scheduler.schedule(left, this::look);
    }
  }

  private Duration running() {
    return Duration.ofNanos(nanoTime.getAsLong() - began);
  }
}
