package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.logging.Loggers;
import io.rabbitra.work.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Adds sessions to a generation while there is more to do than they manage, and removes them when
 * fewer would do; never fewer than {@code min}, never more than {@code max}.
 *
 * <pre>
 *   WATCHING ─ every session works and messages wait, growAfter checks in a row ─→ GROWING ─┐
 *      │ ↑                                                                                  │
 *      │ ├─────────────────────────────── done, or refused ─────────────────────────────────┤
 *      │ └───────────────────────────────────────────────────────────────────────┐          │
 *      ├─ fewer worked than there are at each of shrinkAfter checks ─→ SHRINKING ─┴──────────┘
 *      └─ stop, from every state ─→ STOPPED
 * </pre>
 *
 * <p>Growing doubles the number, up to {@code max}; shrinking leaves as many as worked at the
 * busiest check, and takes only those that have nothing to do. A new session helps twice: it gets
 * messages that are still in the queue, and it takes those that wait in its neighbours ({@link
 * Neighbours}), which matters where the prefetch count is large. A session that waits, for a bean
 * instance, for a worker, or after a failure, is not at work: more sessions would not help it.
 *
 * <p>If the broker refuses one more consumer, the generation lives on without; it is reported once,
 * and tried again after {@code refusedPause} checks. A loss of the connection is the generation's
 * own affair.
 *
 * <p>Checks run where nothing may block, what asks the broker runs elsewhere; no thread is held in
 * between. Thread-safe.
 */
final class Elasticity {

  /** What is watched: the sessions of one generation. */
  interface Sessions {

    int size();

    /** How many have a worker at this moment. */
    int working();

    /** Whether a delivery waits in one. */
    boolean haveWaiting();

    /** Has idle sessions look for deliveries that wait in others. Does not block. */
    void share();

    /**
     * Adds one; blocks.
     *
     * @return false if nobody wants it any more
     */
    boolean add() throws BrokerException;

    /** Removes at most so many that have nothing to do; blocks. */
    void removeIdle(int count);
  }

  /**
   * How fast it reacts.
   *
   * @param check time between two checks
   * @param growAfter checks in a row
   * @param shrinkAfter checks in a row
   * @param refusedPause checks without growing after the broker refused
   */
  record Pace(Duration check, int growAfter, int shrinkAfter, int refusedPause) {
    static final Pace DEFAULT = new Pace(Duration.ofMillis(500), 3, 60, 60);
  }

  private enum State {
    WATCHING,
    GROWING,
    SHRINKING,
    STOPPED
  }

  private static final System.Logger LOG = Loggers.of(Elasticity.class);

  private final String endpoint;
  private final SessionLimits limits;
  private final Pace pace;
  private final Sessions sessions;
  private final Scheduler scheduler;
  private final Executor checks;
  private final Executor blocking;

  /** All below guarded by {@code this}. */
  private State state = State.WATCHING;

  private int saturatedChecks;
  private int checksInWindow;
  private int busiestInWindow;
  private int checksToWait;
  private boolean refusalReported;

  /**
   * @param checks for what never blocks
   * @param blocking for requests to the broker
   */
  Elasticity(
      String endpoint,
      SessionLimits limits,
      Pace pace,
      Sessions sessions,
      Scheduler scheduler,
      Executor checks,
      Executor blocking) {
    this.endpoint = endpoint;
    this.limits = limits;
    this.pace = pace;
    this.sessions = sessions;
    this.scheduler = scheduler;
    this.checks = checks;
    this.blocking = blocking;
  }

  /** To be called once. Costs nothing, also later, if the number is fixed. */
  void start() {
    if (limits.min() < limits.max()) {
      next();
    }
  }

  /** The generation is over: nothing is added from now on. Does not block. */
  synchronized void stop() {
    state = State.STOPPED;
  }

  private void next() {
    scheduler.schedule(pace.check(), checks, this::check);
  }

  private void check() {
    try {
      sessions.share();
      Runnable change = change();
      if (change != null) {
        begin(change);
      }
    } finally {
      if (!isIn(State.STOPPED)) {
        next();
      }
    }
  }

  private synchronized Runnable change() {
    return state == State.WATCHING ? decide() : null;
  }

  private void begin(Runnable change) {
    try {
      blocking.execute(change);
    } catch (RuntimeException | Error e) {
      watch();
      throw e;
    }
  }

  /** To be called with the lock held. */
  private Runnable decide() {
    int size = sessions.size();
    int working = sessions.working();
    // With a prefetch count of 1 nothing ever waits here, for the broker keeps it.
    boolean more = limits.prefetch() == 1 || sessions.haveWaiting();
    saturatedChecks = working >= size && more ? saturatedChecks + 1 : 0;
    busiestInWindow = Math.max(busiestInWindow, working);
    checksInWindow++;
    if (checksToWait > 0) {
      checksToWait--;
    } else if (saturatedChecks >= pace.growAfter() && size < limits.max()) {
      newWindow();
      state = State.GROWING;
      int added = Math.min(size, limits.max() - size);
      return () -> grow(added);
    }
    if (checksInWindow >= pace.shrinkAfter()) {
      int surplus = size - Math.max(limits.min(), busiestInWindow);
      newWindow();
      if (surplus > 0) {
        state = State.SHRINKING;
        return () -> shrink(surplus);
      }
    }
    return null;
  }

  private void newWindow() {
    saturatedChecks = 0;
    checksInWindow = 0;
    busiestInWindow = 0;
  }

  private void grow(int count) {
    try {
      for (int i = 0; i < count && isIn(State.GROWING); i++) {
        if (!sessions.add()) {
          return;
        }
      }
      LOG.log(Level.DEBUG, "Endpoint {0}: {1} sessions", endpoint, sessions.size());
    } catch (BrokerException e) {
      refused(e.getMessage());
    } catch (RuntimeException | Error e) {
      refused(e.toString());
    } finally {
      watch();
    }
  }

  private void shrink(int count) {
    try {
      if (isIn(State.SHRINKING)) {
        sessions.removeIdle(count);
        LOG.log(Level.DEBUG, "Endpoint {0}: {1} sessions", endpoint, sessions.size());
      }
    } finally {
      watch();
    }
  }

  private void refused(String why) {
    boolean report;
    synchronized (this) {
      checksToWait = pace.refusedPause();
      report = state == State.GROWING && !refusalReported;
      refusalReported |= report;
    }
    if (report) {
      LOG.log(
          Level.WARNING,
          "Endpoint {0} cannot have more than {1} session(s): {2}",
          endpoint,
          sessions.size(),
          why);
    }
  }

  private synchronized boolean isIn(State expected) {
    return state == expected;
  }

  private synchronized void watch() {
    if (state != State.STOPPED) {
      state = State.WATCHING;
    }
  }
}
