package io.rabbitra.inbound;

import io.rabbitra.logging.Loggers;
import io.rabbitra.work.Cancellable;
import io.rabbitra.work.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decides when an endpoint consumes.
 *
 * <pre>
 *   INACTIVE ─ activate ─→ ACTIVATING ─ activated ─→ ACTIVE
 *                            │  ↑ └ failed: back-off ┘  │
 *                            │  └── drained ─ REACTIVATING ←─ lost
 *                            │                  │       │
 *                            ├─ deactivate ─────┴───────┴──→ DEACTIVATING ─ closed ─→ INACTIVE
 *                            └─ gave up ───────────────────────↑
 * </pre>
 *
 * <p>An attempt that gives up says that no other one will do better until somebody changes
 * something: the endpoint becomes INACTIVE, which keeps the reason, as if the server had
 * deactivated it, and only the server activates it again.
 *
 * <p>Every attempt to activate is one <em>generation</em> with a number of its own. A result or a
 * loss is reported with the number of its generation and has no effect once another number is in
 * force: a stale attempt cannot activate a stopped endpoint, and several cancels of one generation
 * are one loss.
 *
 * <p>After a loss the first attempt follows at once, the next ones after a back-off; a generation
 * that lived shorter than the first waiting time does not reset the back-off, so that an endpoint
 * that is cancelled again and again does not spin. Failures of one kind in a row are reported once.
 *
 * <p>One lock guards all state. Actions and listeners run outside of it, in order and by one thread
 * at a time; they hand over what may block. Methods may be called from any thread but an event
 * loop.
 *
 * @param <R> what a generation holds
 */
final class EndpointStateMachine<R> {

  /** What the machine has done. None may block. */
  interface Actions<R> {

    /**
     * Starts an attempt; its end is {@link #activated}, {@link #attemptFailed} or {@link #gaveUp}.
     */
    void attempt(long generation);

    /** Ends a running attempt early. */
    void cancelAttempt();

    /**
     * Lets go of a generation, after what runs in it has finished; its end is {@link #released}.
     */
    void release(R generation);

    /** Lets go of all that outlives a generation; its end is {@link #closed}. */
    void close();

    /** A state change, or a failure of a new kind without one ({@code from == to}). */
    void changed(EndpointEvent event);
  }

  private static final System.Logger LOG = Loggers.of(EndpointStateMachine.class);

  private final String endpoint;
  private final Actions<R> actions;
  private final Backoff backoff;
  private final Scheduler scheduler;
  private final Clock clock;
  private final Object lock = new Object();

  /** All below guarded by {@code lock}. */
  private final Deque<Runnable> effects = new ArrayDeque<>();

  private boolean running;
  private EndpointState state = EndpointState.INACTIVE;
  private Instant since;
  private long generation;
  private R current;
  private boolean attempting;
  private boolean releasing;
  private boolean closing;
  private boolean retryAtOnce;
  private String lostWhileActivating;
  private String reportedFailure;

  /** Null unless the machine itself deactivates the endpoint. */
  private String givenUpBecause;

  private Cancellable retry;

  EndpointStateMachine(
      String endpoint, Actions<R> actions, Backoff backoff, Scheduler scheduler, Clock clock) {
    this.endpoint = endpoint;
    this.actions = actions;
    this.backoff = backoff;
    this.scheduler = scheduler;
    this.clock = clock;
    this.since = clock.instant();
  }

  EndpointState state() {
    synchronized (lock) {
      return state;
    }
  }

  Instant since() {
    synchronized (lock) {
      return since;
    }
  }

  /**
   * The server wants the endpoint.
   *
   * @throws IllegalStateException if it is not {@code INACTIVE}
   */
  void activate() {
    synchronized (lock) {
      if (state != EndpointState.INACTIVE) {
        throw new IllegalStateException("endpoint " + endpoint + " is " + state);
      }
      become(EndpointState.ACTIVATING, "activated by the server");
      attempt();
    }
    runEffects();
  }

  /** Whether the attempt is still the one that counts. */
  boolean wants(long attempt) {
    synchronized (lock) {
      return attempt == generation && state == EndpointState.ACTIVATING;
    }
  }

  /**
   * An attempt got what it needs.
   *
   * @return false if nobody wants it any more; the caller lets go of {@code resources}, then calls
   *     {@link #attemptAbandoned}
   */
  boolean activated(long attempt, R resources, String how) {
    boolean wanted;
    String lost = null;
    synchronized (lock) {
      wanted = wants(attempt);
      if (wanted) {
        attempting = false;
        current = resources;
        reportedFailure = null;
        become(EndpointState.ACTIVE, how);
        lost = lostWhileActivating;
      }
    }
    runEffects();
    if (lost != null) {
      lost(attempt, lost);
    }
    return wanted;
  }

  /** An attempt failed and holds nothing any more. */
  void attemptFailed(long attempt, String kind, String reason) {
    synchronized (lock) {
      attempting = false;
      if (attempt == generation && state == EndpointState.ACTIVATING) {
        Duration wait = backoff.next();
        if (!kind.equals(reportedFailure)) {
          reportedFailure = kind;
          report(state, state, reason + "; trying again until it works");
        }
        retryAfter(wait);
      } else {
        closeIfReleased();
      }
    }
    runEffects();
  }

  /**
   * An attempt failed, holds nothing any more, and nothing but another activation by the server
   * will help.
   *
   * @return false if nobody wanted the attempt any more
   */
  boolean gaveUp(long attempt, String reason) {
    boolean wanted;
    synchronized (lock) {
      wanted = wants(attempt);
      attempting = false;
      if (wanted) {
        generation++;
        givenUpBecause = reason;
        become(EndpointState.DEACTIVATING, reason);
      }
      closeIfReleased();
    }
    runEffects();
    return wanted;
  }

  /** An attempt that nobody wanted any more has let go of what it held. */
  void attemptAbandoned() {
    synchronized (lock) {
      attempting = false;
      closeIfReleased();
    }
    runEffects();
  }

  /** The generation was cancelled by the broker, or its channel or connection ended. */
  void lost(long lostGeneration, String reason) {
    synchronized (lock) {
      if (lostGeneration != generation) {
        return;
      }
      if (state == EndpointState.ACTIVATING && attempting) {
        lostWhileActivating = reason;
      } else if (state == EndpointState.ACTIVE) {
        Duration lived = Duration.between(since, clock.instant());
        retryAtOnce = lived.compareTo(backoff.initial()) >= 0;
        if (retryAtOnce) {
          backoff.reset();
        }
        generation++;
        become(EndpointState.REACTIVATING, reason);
        release();
      }
    }
    runEffects();
  }

  /** What {@link Actions#release} was asked to let go of is gone. */
  void released() {
    synchronized (lock) {
      releasing = false;
      if (state == EndpointState.REACTIVATING) {
        become(EndpointState.ACTIVATING, "what was running is finished");
        if (retryAtOnce) {
          attempt();
        } else {
          retryAfter(backoff.next());
        }
      } else {
        closeIfReleased();
      }
    }
    runEffects();
  }

  /** What {@link Actions#close} was asked to let go of is gone. */
  void closed() {
    synchronized (lock) {
      closing = false;
      reportedFailure = null;
      backoff.reset();
      String reason = givenUpBecause == null ? "nothing is left" : "gave up: " + givenUpBecause;
      givenUpBecause = null;
      become(EndpointState.INACTIVE, reason);
    }
    runEffects();
  }

  /** The server does not want the endpoint any more. No effect if it is wanted by nobody. */
  void deactivate(String reason) {
    synchronized (lock) {
      if (state == EndpointState.INACTIVE || state == EndpointState.DEACTIVATING) {
        return;
      }
      generation++;
      if (retry != null) {
        retry.cancel();
        retry = null;
      }
      become(EndpointState.DEACTIVATING, reason);
      if (attempting) {
        effects.add(actions::cancelAttempt);
      }
      if (current != null) {
        release();
      }
      closeIfReleased();
    }
    runEffects();
  }

  private void attempt() {
    generation++;
    attempting = true;
    lostWhileActivating = null;
    long number = generation;
    effects.add(() -> actions.attempt(number));
  }

  private void release() {
    releasing = true;
    R resources = current;
    current = null;
    effects.add(() -> actions.release(resources));
  }

  private void retryAfter(Duration wait) {
    long waiting = generation;
    retry = scheduler.schedule(wait, () -> retry(waiting));
  }

  private void retry(long waiting) {
    synchronized (lock) {
      if (waiting == generation && state == EndpointState.ACTIVATING && !attempting) {
        retry = null;
        attempt();
      }
    }
    runEffects();
  }

  private void closeIfReleased() {
    if (state == EndpointState.DEACTIVATING && !releasing && !attempting && !closing) {
      closing = true;
      effects.add(actions::close);
    }
  }

  private void become(EndpointState to, String reason) {
    EndpointState from = state;
    state = to;
    since = clock.instant();
    report(from, to, reason);
  }

  private void report(EndpointState from, EndpointState to, String reason) {
    EndpointEvent event = new EndpointEvent(endpoint, from, to, reason, clock.instant());
    effects.add(() -> actions.changed(event));
  }

  private void runEffects() {
    while (true) {
      Runnable effect;
      synchronized (lock) {
        if (running || effects.isEmpty()) {
          return;
        }
        running = true;
        effect = effects.remove();
      }
      try {
        effect.run();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "Endpoint " + endpoint + ": a step of its state machine failed", e);
      } finally {
        synchronized (lock) {
          running = false;
        }
      }
    }
  }
}
