package io.rabbitra.work;

import io.netty.util.concurrent.FastThreadLocal;
import io.rabbitra.logging.Loggers;
import jakarta.resource.spi.work.Work;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One Work: gives a {@link WorkBody} a clean thread and leaves the thread clean behind.
 *
 * <pre>
 * REQUESTED ─ run() ──────→ RUNNING → ENDED
 *     └────── refuse() ───→ REFUSED
 * </pre>
 *
 * Whoever takes {@link #job} first decides, so a Work that a server starts twice, or starts
 * although it rejected it, runs at most once. After the adapter stopped, {@code run} goes to ENDED
 * without touching the body: servers start queued Works after {@code ResourceAdapter.stop()}. In
 * RUNNING {@link #current} is set. In ENDED and REFUSED nothing is referenced any more, because
 * idle pool threads keep their last Work reachable.
 */
final class AdapterWork implements Work {

  /** Learns what became of Works; called without a lock held. */
  interface Observer {
    void started(long number);

    void refused(long number, Throwable cause);
  }

  private record Job(WorkBody body, RunningWorks running, Observer observer) {}

  private static final System.Logger LOG = Loggers.of(AdapterWork.class);

  private final long number;
  private final String name;
  private final boolean permanent;
  private final AtomicReference<Job> job;

  /** Written by the thread of the Work only; null unless RUNNING. */
  private volatile WorkBody current;

  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Guarded by {@link #lock}, so that an interrupt cannot hit the thread after the Work left it.
   */
  private Thread runner;

  AdapterWork(long number, String name, WorkBody body, RunningWorks running, Observer observer) {
    this.number = number;
    this.name = name;
    this.permanent = body.permanent();
    this.job = new AtomicReference<>(new Job(body, running, observer));
  }

  String name() {
    return name;
  }

  /** See {@link WorkBody#permanent}. */
  boolean permanent() {
    return permanent;
  }

  @Override
  public void run() {
    Job mine = job.getAndSet(null);
    if (mine == null || !mine.running().enter(this)) {
      return;
    }
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      begin(mine.body());
      mine.observer().started(number);
      mine.body().run();
    } catch (Throwable t) {
      LOG.log(System.Logger.Level.WARNING, "Work " + name + " ended abnormally", t);
    } finally {
      end(before);
      mine.running().leave(this);
    }
  }

  private void begin(WorkBody body) {
    resetThread();
    setRunner(Thread.currentThread());
    current = body;
  }

  private void end(ClassLoader before) {
    current = null;
    setRunner(null);
    resetThread();
    try {
      FastThreadLocal.removeAll();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /**
   * Undoes what a task or a server left on the current thread: an interrupt that was not for what
   * comes next (Open Liberty interrupts at stop), and a foreign context class loader.
   */
  static void resetThread() {
    Thread.interrupted();
    Thread.currentThread().setContextClassLoader(AdapterWork.class.getClassLoader());
  }

  /** The container will not run this Work. Does nothing if it runs, ran, or was refused before. */
  void refuse(Throwable cause) {
    Job mine = job.getAndSet(null);
    if (mine != null) {
      mine.observer().refused(number, cause);
      mine.body().refused();
    }
  }

  /**
   * A hint, from any thread, at any time, any number of times; servers also call it after {@code
   * run} (IronJacamar), late or never. It never means "stop for ever".
   */
  @Override
  public void release() {
    WorkBody body = current;
    if (body != null) {
      body.released();
    }
  }

  /** Interrupts the thread if the body runs and allows it. */
  void interruptIfAllowed() {
    WorkBody body = current;
    if (body == null || !body.interruptible()) {
      return;
    }
    lock.lock();
    try {
      if (runner != null) {
        runner.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean runsOnCurrentThread() {
    lock.lock();
    try {
      return runner == Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  private void setRunner(Thread thread) {
    lock.lock();
    try {
      runner = thread;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
