package io.rabbitra.jms;

import io.rabbitra.logging.Loggers;
import io.rabbitra.work.AdapterThreads;
import jakarta.jms.IllegalStateException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Calls the message listeners of one session, one message at a time (Jakarta Messaging 3.1, section
 * 6.2.6), on the threads for beans.
 *
 * <pre>
 *   IDLE ── wake ──→ RUNNING ── nothing left ──→ IDLE
 *                       └── a listener failed ──→ HELD ── pause over ──→ RUNNING
 *   any ── close ──→ CLOSED
 * </pre>
 *
 * <p>Thread-safe. Listeners are called with no lock held.
 */
final class Dispatcher implements Runnable {

  /** A consumer with a listener. */
  interface Source {
    /** Hands one message to the listener; returns false if there was none. */
    boolean dispatchOne();
  }

  private static final System.Logger LOG = Loggers.of(Dispatcher.class);

  private enum State {
    IDLE,
    RUNNING,
    HELD,
    CLOSED
  }

  /** So long at a time, then other sessions that wait for a thread get their turn. */
  private static final long TURN_NANOS = Duration.ofMillis(50).toNanos();

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final AdapterThreads threads;
  private final Supplier<List<? extends Source>> sources;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition quiet = lock.newCondition();

  /** Guarded by {@code lock}. */
  private State state = State.IDLE;

  /** Something may have arrived since the last look. Guarded by {@code lock}. */
  private boolean again;

  /** How long to hold after this run, null if not at all. Guarded by {@code lock}. */
  private Duration pause;

  /** Guarded by {@code lock}. */
  private int failuresInARow;

  /** The thread that is about to call, or in, a listener; null if none. */
  private volatile Thread caller;

  /** Whose listener that is. Guarded by {@code lock}. */
  private Source called;

  Dispatcher(AdapterThreads threads, Supplier<List<? extends Source>> sources) {
    this.threads = threads;
    this.sources = sources;
  }

  /** A listener may have something to do. Does not block. */
  void wake() {
    boolean start;
    lock.lock();
    try {
      again = true;
      start = state == State.IDLE;
      if (start) {
        state = State.RUNNING;
      }
    } finally {
      lock.unlock();
    }
    if (start) {
      threads.workers().execute(this);
    }
  }

  /** Whether the calling thread is in a listener of this session. */
  boolean isCaller() {
    return Thread.currentThread() == caller;
  }

  /**
   * @throws IllegalStateException called by a message listener of this session
   */
  void refuseInListener(String method) throws IllegalStateException {
    if (isCaller()) {
      throw new IllegalStateException(
          method + " must not be called by a MessageListener of the session");
    }
  }

  /** Waits until no listener runs; returns at once in a listener of this session. */
  void awaitQuiet() {
    if (isCaller()) {
      return;
    }
    lock.lock();
    try {
      while (caller != null) {
        quiet.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the listener of one consumer does not run; returns at once in a listener of this
   * session. Those of other consumers may go on.
   */
  void awaitQuiet(Source source) {
    if (isCaller()) {
      return;
    }
    lock.lock();
    try {
      while (called == source) {
        quiet.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      state = State.CLOSED;
    } finally {
      lock.unlock();
    }
  }

  /** After a failed message the next one waits: at first not, then 100 ms doubling to 5 s. */
  void failed() {
    lock.lock();
    try {
      failuresInARow++;
      if (failuresInARow > 1) {
        Duration next = FIRST_PAUSE.multipliedBy(1L << Math.min(failuresInARow - 2, 10));
        pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
      }
    } finally {
      lock.unlock();
    }
  }

  void succeeded() {
    lock.lock();
    try {
      failuresInARow = 0;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < TURN_NANOS) {
      if (!round()) {
        return;
      }
    }
    threads.workers().execute(this);
  }

  private boolean round() {
    lock.lock();
    try {
      if (state == State.HELD) {
        state = State.RUNNING;
      }
      if (state != State.RUNNING) {
        return false;
      }
      again = false;
    } finally {
      lock.unlock();
    }
    boolean any = false;
    for (Source source : sources.get()) {
      any |= call(source);
    }
    lock.lock();
    try {
      if (state == State.CLOSED) {
        return false;
      }
      if (pause != null) {
        state = State.HELD;
        threads.scheduler().schedule(pause, threads.workers(), this);
        pause = null;
        return false;
      }
      if (!any && !again) {
        state = State.IDLE;
        return false;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean call(Source source) {
    lock.lock();
    try {
      if (state == State.CLOSED || pause != null) {
        return false;
      }
      caller = Thread.currentThread();
      called = source;
    } finally {
      lock.unlock();
    }
    try {
      return source.dispatchOne();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A message could not be handed to its listener", e);
      failed();
      return true;
    } finally {
      lock.lock();
      try {
        caller = null;
        called = null;
        quiet.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
