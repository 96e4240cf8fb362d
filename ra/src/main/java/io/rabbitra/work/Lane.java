package io.rabbitra.work;

import io.rabbitra.logging.Loggers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue of tasks, drained in order of arrival by at most {@code max} Works ("workers"). {@link
 * #execute} only queues: it never blocks, never throws and never calls the container, because it is
 * called by event loops and by the Timer. The {@link WorkSubmitter} fetches workers with {@link
 * #requestWorker} when the lane says that it misses some.
 *
 * <p>A worker:
 *
 * <pre>
 * REQUESTED → BUSY ⇄ IDLE (at most linger) → gone
 *     │         ↖ WAKING ↙
 *     └ refused → gone, requested anew
 * </pre>
 *
 * The lane is OPEN → STOPPED. Everything mutable is guarded by {@link #lock}; what keeps wake-ups
 * from getting lost: a worker becomes IDLE or goes only if it finds the queue empty under the lock;
 * a task that comes turns one IDLE worker (the one idle for the shortest time, so that surplus ones
 * do get old) into WAKING; and whenever the queue is longer than WAKING and REQUESTED workers
 * together and there are fewer than {@code max}, another is requested: on arrival of a task, on
 * refusal, and when a worker ends abnormally. The last {@code core} workers do not go while the
 * lane is open.
 */
final class Lane implements Executor {

  /**
   * What distinguishes lanes.
   *
   * @param core workers that stay once the lane was used
   * @param max workers at most
   * @param lingerNanos how long an idle worker waits for a task, in nanoseconds; 0 where a task is
   *     a loop that lives as long as the adapter
   * @param interruptible whether a stop that runs out of time interrupts its tasks
   */
  record Settings(String name, int core, int max, long lingerNanos, boolean interruptible) {}

  private static final System.Logger LOG = Loggers.of(Lane.class);

  private final Settings settings;
  private final Runnable demand;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  // All below: guarded by lock.
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private final Deque<Worker> idle = new ArrayDeque<>();
  private int requested;
  private int live;
  private int waking;
  private int busy;
  private boolean used;
  private boolean stopped;

  /**
   * @param demand called without a lock when workers are missing; must not block
   */
  Lane(Settings settings, Runnable demand) {
    this.settings = settings;
    this.demand = demand;
  }

  String name() {
    return settings.name();
  }

  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    boolean discarded;
    boolean missing;
    lock.lock();
    try {
      discarded = stopped;
      if (!discarded) {
        used = true;
        queue.add(task);
        wakeOne();
      }
      missing = missesWorker();
    } finally {
      lock.unlock();
    }
    if (discarded) {
      discard(task);
    } else if (missing) {
      demand.run();
    }
  }

  /** The body of one more worker, or null if there are enough. The caller has a Work run it. */
  WorkBody requestWorker() {
    lock.lock();
    try {
      if (!missesWorker()) {
        return null;
      }
      requested++;
      return new Worker();
    } finally {
      lock.unlock();
    }
  }

  /** Discards what is queued and everything that comes; workers go after their current task. */
  void stop() {
    List<Runnable> discarded;
    lock.lock();
    try {
      stopped = true;
      discarded = List.copyOf(queue);
      queue.clear();
      idle.forEach(worker -> worker.wake.signal());
      ended.signalAll();
    } finally {
      lock.unlock();
    }
    discarded.forEach(Lane::discard);
  }

  /** Whoever waits for the result of a task that never runs must not wait for ever. */
  private static void discard(Runnable task) {
    if (task instanceof Future<?> future) {
      future.cancel(false);
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the lane is stopped and its workers have gone; returns whether that is so. */
  boolean awaitEnd(long nanos) throws InterruptedException {
    long remaining = nanos;
    lock.lockInterruptibly();
    try {
      while (!stopped || live > 0) {
        if (remaining <= 0) {
          return false;
        }
        remaining = ended.awaitNanos(remaining);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How many tasks run now. */
  int busy() {
    lock.lock();
    try {
      return busy;
    } finally {
      lock.unlock();
    }
  }

  /** How many tasks wait for a worker now. */
  int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock held. */
  private void wakeOne() {
    Worker worker = idle.pollFirst();
    if (worker != null) {
      worker.parked = false;
      waking++;
      worker.wake.signal();
    }
  }

  /** Called with the lock held. */
  private boolean missesWorker() {
    int workers = live + requested;
    return !stopped
        && workers < settings.max()
        && (queue.size() > waking + requested || (used && workers < settings.core()));
  }

  private void runTask(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      LOG.log(
          System.Logger.Level.WARNING,
          "A task in lane " + name() + " failed: " + task.getClass().getName(),
          t);
    } finally {
      AdapterWork.resetThread();
    }
  }

  /** Takes task after task. All fields are guarded by the lane's lock. */
  private final class Worker implements WorkBody {
    private final Condition wake = lock.newCondition();
    private boolean counted;
    private boolean working;
    private boolean parked;
    private boolean released;

    @Override
    public void run() {
      try {
        arrive();
        for (Runnable task = take(); task != null; task = take()) {
          runTask(task);
        }
      } finally {
        afterRun();
      }
    }

    private void arrive() {
      lock.lock();
      try {
        requested--;
        live++;
        counted = true;
      } finally {
        lock.unlock();
      }
    }

    /** The next task, or null if this worker has left the lane. */
    private Runnable take() {
      lock.lock();
      try {
        finishTask();
        boolean idleLongEnough = released || settings.lingerNanos() <= 0;
        while (!stopped) {
          Runnable task = queue.poll();
          if (task != null) {
            working = true;
            busy++;
            return task;
          }
          if (idleLongEnough && live > settings.core()) {
            break;
          }
          idleLongEnough = park();
        }
        leave();
        return null;
      } finally {
        lock.unlock();
      }
    }

    /** Idles; returns true if nobody woke this worker, so that it may leave. */
    private boolean park() {
      long remaining = settings.lingerNanos();
      parked = true;
      idle.addFirst(this);
      try {
        while (parked && !stopped && remaining > 0 && !(released && live > settings.core())) {
          remaining = wake.awaitNanos(remaining);
        }
      } catch (InterruptedException e) {
        // A server's or a stranger's interrupt; the stop flag alone ends a worker. Linger anew.
        return false;
      } finally {
        if (parked) {
          parked = false;
          idle.remove(this);
        } else {
          waking--;
        }
      }
      return remaining <= 0 || released;
    }

    private void finishTask() {
      if (working) {
        working = false;
        busy--;
      }
    }

    private void leave() {
      if (counted) {
        counted = false;
        live--;
        ended.signalAll();
      }
    }

    /** Also after an Error that came out of the lane itself: the counts stay right. */
    private void afterRun() {
      boolean missing;
      lock.lock();
      try {
        finishTask();
        leave();
        missing = missesWorker();
      } finally {
        lock.unlock();
      }
      if (missing) {
        demand.run();
      }
    }

    @Override
    public void refused() {
      boolean missing;
      lock.lock();
      try {
        requested--;
        missing = missesWorker();
      } finally {
        lock.unlock();
      }
      if (missing) {
        demand.run();
      }
    }

    @Override
    public void released() {
      lock.lock();
      try {
        released = true;
        wake.signal();
      } finally {
        lock.unlock();
      }
    }

    /** Those of a lane that has lasting workers, or whose tasks last. */
    @Override
    public boolean permanent() {
      return settings.core() > 0 || settings.lingerNanos() == 0;
    }

    @Override
    public boolean interruptible() {
      return settings.interruptible();
    }
  }
}
