package io.rabbitra.work;

import io.rabbitra.logging.Loggers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one place that asks for threads: a long-running Work that does nothing but start the workers
 * of the lanes, in the order of the list. It exists because asking may block for half a minute
 * (TomEE) or throw anything, and those who need a worker are event loops and the Timer.
 *
 * <pre>
 * IDLE ─ first demand → STARTING → RUNNING ─ stop → STOPPED
 *                        ↺ refused: later again     (from every state)
 *                        ↖──────────┘ its Work ended without being told to
 * </pre>
 *
 * Its own Work is asked for on the Timer's thread, which has nothing else to do while no lane has a
 * thread, and carries no application's context into the Work. A refusal, of whatever kind, is
 * answered by a pause of 100 ms that doubles up to 5 s; one log line when refusals begin and one
 * when a Work requested after the last refusal has started. All mutable fields are guarded by
 * {@link #lock}, which is never held while a lane, the Timer or the container is called.
 */
final class WorkSubmitter {

  private enum State {
    IDLE,
    STARTING,
    RUNNING,
    STOPPED
  }

  static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final System.Logger LOG = Loggers.of(WorkSubmitter.class);

  private final WorkStarter starter;
  private final Scheduler scheduler;
  private final RunningWorks running;
  private final List<Lane> lanes;
  private final AdapterWork.Observer observer = new Outcomes();
  private final AtomicLong numbers = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();

  // All below: guarded by lock.
  private State state = State.IDLE;
  private boolean demanded;
  private boolean refusing;
  private long lastRefused;
  private Duration pause = FIRST_PAUSE;
  private long notBefore = System.nanoTime();

  WorkSubmitter(WorkStarter starter, Scheduler scheduler, RunningWorks running, List<Lane> lanes) {
    this.starter = starter;
    this.scheduler = scheduler;
    this.running = running;
    this.lanes = List.copyOf(lanes);
  }

  /** A lane misses a worker. Never blocks. */
  void demand() {
    lock.lock();
    try {
      demanded = true;
      wake.signal();
      if (state != State.IDLE) {
        return;
      }
      state = State.STARTING;
    } finally {
      lock.unlock();
    }
    startSelfAfter(Duration.ZERO);
  }

  void stop() {
    lock.lock();
    try {
      state = State.STOPPED;
      wake.signal();
    } finally {
      lock.unlock();
    }
  }

  private void startSelfAfter(Duration delay) {
    scheduler.schedule(delay, Runnable::run, this::startSelf);
  }

  private void startSelf() {
    if (isIn(State.STARTING)) {
      start("submitter", new Loop());
    }
  }

  private void start(String name, WorkBody body) {
    long number = numbers.incrementAndGet();
    AdapterWork work =
        new AdapterWork(number, "rabbitra-" + name + "-" + number, body, running, observer);
    try {
      starter.start(work);
    } catch (Throwable t) {
      // Also an Error: without memory for a thread, for example, a later attempt is all there is.
      work.refuse(t);
    }
  }

  private boolean isIn(State wanted) {
    lock.lock();
    try {
      return state == wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a lane misses a worker and no pause is on; false if the submitter has to end. */
  private boolean awaitDemand() {
    lock.lock();
    try {
      while (state == State.RUNNING) {
        long remaining = notBefore - System.nanoTime();
        if (demanded && remaining <= 0) {
          demanded = false;
          return true;
        }
        try {
          if (demanded) {
            wake.awaitNanos(remaining);
          } else {
            wake.await();
          }
        } catch (InterruptedException e) {
          // The state alone ends the submitter.
          continue;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void startOneWorker() {
    for (Lane lane : lanes) {
      WorkBody worker = lane.requestWorker();
      if (worker != null) {
        start(lane.name(), worker);
        demand(); // There may be more to do.
        return;
      }
    }
  }

  /** The body of the submitter's own Work. */
  private final class Loop implements WorkBody {

    @Override
    public void run() {
      if (!arrive()) {
        return;
      }
      try {
        while (awaitDemand()) {
          startOneWorker();
        }
      } finally {
        restartUnlessStopped();
      }
    }

    private boolean arrive() {
      lock.lock();
      try {
        if (state != State.STARTING) {
          return false;
        }
        state = State.RUNNING;
        return true;
      } finally {
        lock.unlock();
      }
    }

    private void restartUnlessStopped() {
      lock.lock();
      try {
        if (state != State.RUNNING) {
          return;
        }
        state = State.STARTING;
        demanded = true;
      } finally {
        lock.unlock();
      }
      startSelfAfter(FIRST_PAUSE);
    }

    @Override
    public void refused() {
      Duration delay;
      lock.lock();
      try {
        delay = Duration.ofNanos(Math.max(0, notBefore - System.nanoTime()));
      } finally {
        lock.unlock();
      }
      startSelfAfter(delay);
    }

    @Override
    public boolean permanent() {
      return true;
    }

    /** Ignored: nobody could ask for another worker without blocking. It lives until the stop. */
    @Override
    public void released() {}

    @Override
    public boolean interruptible() {
      return true;
    }
  }

  /** Keeps the pause and the log. */
  private final class Outcomes implements AdapterWork.Observer {

    @Override
    public void started(long number) {
      lock.lock();
      try {
        if (!refusing || number <= lastRefused) {
          return;
        }
        refusing = false;
        pause = FIRST_PAUSE;
      } finally {
        lock.unlock();
      }
      LOG.log(System.Logger.Level.WARNING, "The container gives the adapter threads again");
    }

    @Override
    public void refused(long number, Throwable cause) {
      boolean first;
      lock.lock();
      try {
        if (state == State.STOPPED) {
          return;
        }
        first = !refusing;
        refusing = true;
        lastRefused = Math.max(lastRefused, numbers.get());
        notBefore = System.nanoTime() + pause.toNanos();
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      } finally {
        lock.unlock();
      }
      if (first) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The container refuses the adapter a thread; tasks wait and the request is repeated: "
                + cause);
      }
    }
  }
}
