package io.rabbitra.inbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The state of a {@link ConsumerSession} and the deliveries that wait in it.
 *
 * <pre>
 *   FILLING ─ open ─→ IDLE ⇄ BUSY (a worker has it or will) ⇄ HELD (a timer has it)
 *      └───────── stop ─┴────────┴────────────────────────────┴──→ STOPPED
 * </pre>
 *
 * <p>FILLING: its generation is not active yet; deliveries wait. HELD: the container has no bean
 * instance, or the last delivery failed; the next one waits without a worker. STOPPED: nothing new
 * reaches the bean; the call that runs may finish.
 *
 * <p>The broker bounds the deliveries by the prefetch count. The lock is a leaf but for that of
 * {@link AckBatch#begin} and {@link AckBatch#hasOpen}; event loops take it. Thread-safe.
 */
final class SessionBuffer {

  /** What a worker finds. */
  enum Entry {
    /** There is something to deliver. */
    WORK,
    /** The session is idle now. */
    NOTHING,
    /** The session is stopped, and the worker was the last in it. */
    STOPPED
  }

  private enum State {
    FILLING,
    IDLE,
    BUSY,
    HELD,
    STOPPED
  }

  private final Object lock = new Object();

  /** All below guarded by {@code lock}. */
  private final Deque<Delivery> waiting = new ArrayDeque<>();

  private State state = State.FILLING;

  /** Whether a worker is in the session, also after STOPPED. */
  private boolean inWorker;

  /**
   * Adds what arrived; also when STOPPED, for what comes until the consumer is cancelled has to be
   * given back.
   *
   * @return whether the caller has to get a worker
   */
  boolean add(Delivery delivery) {
    synchronized (lock) {
      waiting.add(delivery);
      return wakeIf(true);
    }
  }

  /** FILLING → IDLE or BUSY; returns whether the caller has to get a worker. */
  boolean open() {
    synchronized (lock) {
      if (state == State.FILLING) {
        state = State.IDLE;
      }
      return wakeIf(!waiting.isEmpty());
    }
  }

  /** IDLE → BUSY, for there is work elsewhere; returns whether the caller has to get a worker. */
  boolean wake() {
    synchronized (lock) {
      return wakeIf(true);
    }
  }

  /** → STOPPED; returns whether no worker is in the session. */
  boolean stop() {
    synchronized (lock) {
      state = State.STOPPED;
      return !inWorker;
    }
  }

  /**
   * IDLE → STOPPED; returns false, and does nothing, if the session is not idle, or somebody has a
   * delivery of it.
   */
  boolean stopIfIdle(AckBatch origin) {
    synchronized (lock) {
      // Asked here, for a neighbour may take one until the lock is taken.
      if (state != State.IDLE || origin.hasOpen()) {
        return false;
      }
      state = State.STOPPED;
      return true;
    }
  }

  /**
   * A worker comes, or asks whether to go on.
   *
   * @param elsewhere whether there is work in other sessions
   */
  Entry enter(boolean elsewhere) {
    synchronized (lock) {
      if (state == State.STOPPED) {
        inWorker = false;
        return Entry.STOPPED;
      }
      inWorker = elsewhere || !waiting.isEmpty();
      state = inWorker ? State.BUSY : State.IDLE;
      return inWorker ? Entry.WORK : Entry.NOTHING;
    }
  }

  /** The worker goes; returns false, and the worker was the last, if the session is stopped. */
  boolean leaveHeld() {
    return leave(State.HELD);
  }

  /** The worker goes, for another to come; otherwise as {@link #leaveHeld}. */
  boolean leaveBusy() {
    return leave(State.BUSY);
  }

  private boolean leave(State next) {
    synchronized (lock) {
      inWorker = false;
      if (state == State.STOPPED) {
        return false;
      }
      state = next;
      return true;
    }
  }

  /** The next delivery, which is open from then on; null if there is none for a bean. */
  Delivery take(AckBatch origin) {
    synchronized (lock) {
      if (!isOpen() || waiting.isEmpty()) {
        return null;
      }
      Delivery next = waiting.remove();
      origin.begin(next);
      return next;
    }
  }

  /**
   * What no bean was let begin with waits again. It stays open, for younger ones may have begun.
   */
  void putBack(Delivery delivery) {
    synchronized (lock) {
      waiting.addFirst(delivery);
    }
  }

  /** Everything that waits, in the order of the tags; nothing waits then. */
  List<Delivery> drain() {
    synchronized (lock) {
      List<Delivery> drained = new ArrayList<>(waiting);
      waiting.clear();
      drained.sort(Comparator.comparingLong(Delivery::tag));
      return drained;
    }
  }

  /** Whether {@link #take} would have something. */
  boolean hasWaiting() {
    synchronized (lock) {
      return isOpen() && !waiting.isEmpty();
    }
  }

  boolean inWorker() {
    synchronized (lock) {
      return inWorker;
    }
  }

  boolean isStopped() {
    synchronized (lock) {
      return state == State.STOPPED;
    }
  }

  private boolean isOpen() {
    return state != State.FILLING && state != State.STOPPED;
  }

  private boolean wakeIf(boolean work) {
    if (state == State.IDLE && work) {
      state = State.BUSY;
      return true;
    }
    return false;
  }
}
