package io.rabbitra.work;

import io.rabbitra.logging.Loggers;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.time.Duration;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * All threads of one adapter: lanes of tasks on the container's WorkManager, and a scheduler on one
 * Timer of the container; or the same on daemon threads where there is no container.
 *
 * <p>Every {@code execute} may be called on any thread, never blocks and never throws (but for a
 * null task). Tasks of one lane begin in the order they came in; a WorkManager that is full or
 * refuses delays them and loses none. They run with the adapter's class loader as context class
 * loader. A task that throws is logged and does no harm.
 *
 * <p>RUNNING → STOPPED. No Work is requested before the first task. A stopped one stays stopped;
 * another can be made for the same BootstrapContext.
 */
public final class AdapterThreads {

  /** How many beans run at the same time unless configured: well under TomEE's 30 threads. */
  public static final int DEFAULT_MAX_WORKERS = 16;

  /** How long an idle worker waits for the next task before it gives its thread back. */
  static final Duration LINGER = Duration.ofSeconds(5);

  private static final System.Logger LOG = Loggers.of(AdapterThreads.class);

  private final int maxWorkers;
  private final RunningWorks running = new RunningWorks();
  private final Lane workers;
  private final Lane checks;
  private final Lane eventLoops;
  private final Lane attempts;
  private final Lane scans;
  private final List<Lane> lanes;
  private final ExecutorService control;
  private final ExecutorService clientShutdown;
  private final TimerScheduler scheduler;
  private final WorkSubmitter submitter;

  /**
   * Threads of the container.
   *
   * @param context of {@code ResourceAdapter.start}
   * @param maxWorkers tasks of {@link #workers()} at the same time, 1 or more
   * @throws jakarta.resource.spi.UnavailableException if the container has no Timer now
   * @throws NotSupportedException if the container has no Timer at all
   * @throws ResourceException if the context has no WorkManager
   * @throws IllegalArgumentException if maxWorkers is less than 1
   */
  public static AdapterThreads onWorkManager(BootstrapContext context, int maxWorkers)
      throws ResourceException {
    return onWorkManager(context, maxWorkers, LINGER);
  }

  static AdapterThreads onWorkManager(BootstrapContext context, int maxWorkers, Duration linger)
      throws ResourceException {
    checkMaxWorkers(maxWorkers);
    if (context.getWorkManager() == null) {
      throw new ResourceAdapterInternalException("The BootstrapContext has no WorkManager");
    }
    WorkStarter starter = new ContainerWorkStarter(context);
    if (Servers.isOpenLiberty(context)) {
      starter = new PermanentWorkStarter(context, starter);
    }
    return new AdapterThreads(starter, containerTimer(context), maxWorkers, linger);
  }

  /**
   * Daemon threads with names that begin with {@code rabbitra-}, for use without a container.
   *
   * @param maxWorkers tasks of {@link #workers()} at the same time, 1 or more
   * @throws IllegalArgumentException if maxWorkers is less than 1
   */
  public static AdapterThreads standalone(int maxWorkers) {
    return standalone(maxWorkers, LINGER);
  }

  static AdapterThreads standalone(int maxWorkers, Duration linger) {
    checkMaxWorkers(maxWorkers);
    return new AdapterThreads(new ThreadWorkStarter(), ownTimer(), maxWorkers, linger);
  }

  private AdapterThreads(WorkStarter starter, Timer timer, int maxWorkers, Duration linger) {
    long nanos = linger.toNanos();
    this.maxWorkers = maxWorkers;
    workers = lane("worker", 0, maxWorkers, nanos, false);
    checks = lane("check", 1, 2, nanos, true);
    eventLoops = lane("event-loop", 0, Integer.MAX_VALUE, 0, false);
    attempts = lane("attempt", 0, 3, nanos, true);
    scans = lane("scan", 0, 3, nanos, true);
    Lane controlLane = lane("control", 0, 4, nanos, true);
    Lane clientShutdownLane = lane("client-shutdown", 0, 2, nanos, true);
    // The order in which lanes get threads while there are few.
    lanes = List.of(checks, eventLoops, controlLane, clientShutdownLane, attempts, scans, workers);
    control = new LaneExecutorService(controlLane);
    clientShutdown = new ClientShutdownExecutor(clientShutdownLane);
    scheduler = new TimerScheduler(timer, controlLane);
    scheduler.hideConfiguration();
    submitter = new WorkSubmitter(starter, scheduler, running, lanes);
  }

  private Lane lane(String name, int core, int max, long lingerNanos, boolean interruptible) {
    return new Lane(
        new Lane.Settings(name, core, max, lingerNanos, interruptible), () -> submitter.demand());
  }

  private static void checkMaxWorkers(int maxWorkers) {
    if (maxWorkers < 1) {
      throw new IllegalArgumentException("maxWorkers is " + maxWorkers + "; allowed: 1 or more");
    }
  }

  static Timer containerTimer(BootstrapContext context) throws ResourceException {
    ClassLoader before = useAdapterLoader();
    try {
      return context.createTimer();
    } catch (UnsupportedOperationException e) {
      throw new NotSupportedException(
          "The container has no Timer (BootstrapContext.createTimer)", e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static Timer ownTimer() {
    ClassLoader before = useAdapterLoader();
    try {
      return new Timer("rabbitra-timer", true);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** A Timer's thread inherits the loader of the thread that makes it, maybe an application's. */
  private static ClassLoader useAdapterLoader() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(AdapterThreads.class.getClassLoader());
    return before;
  }

  /** The lane for beans: at most {@link #maxWorkers()} tasks run, the others wait in order. */
  public Executor workers() {
    return workers;
  }

  /**
   * The lane for what asks the broker for a long time: attempts to activate, more or fewer
   * sessions, rounds of a selector, and what is published again or dead-lettered. A broker that
   * does not answer keeps it for the connection timeout each. Never waits for beans. At most 3 at
   * the same time. A stop that runs out of time interrupts them.
   */
  public Executor attempts() {
    return attempts;
  }

  /**
   * The lane for searches through queues, which take as long as a queue is: nothing else waits for
   * them. At most 3 at the same time. A stop that runs out of time interrupts them.
   */
  public Executor scans() {
    return scans;
  }

  /**
   * The lane for the adapter's other tasks that may block for a bounded time: draining, closing,
   * telling of a loss. Waits neither for beans nor for attempts to connect. At most 4 at the same
   * time. A stop that runs out of time interrupts them. The service's own {@code shutdown} does
   * nothing.
   */
  public ExecutorService control() {
    return control;
  }

  /**
   * The lane for the adapter's own tasks that never block. Its thread stays once it was used, so
   * that a WorkManager full of beans cannot hold them up; a second joins if one is stuck after all.
   */
  public Executor checks() {
    return checks;
  }

  /**
   * For {@code com.rabbitmq.client.ConnectionFactory.setShutdownExecutor}: what is executed never
   * runs on the calling thread, what is submitted does. The service's own {@code shutdown} does
   * nothing.
   */
  public ExecutorService clientShutdown() {
    return clientShutdown;
  }

  /**
   * For the executor of a Netty event loop group: each task has a Work for itself for as long as it
   * runs. Shut the group down before {@link #stop}: afterwards a loop that never started cannot
   * start any more, and so cannot terminate either.
   */
  public Executor eventLoops() {
    return eventLoops;
  }

  /** Runs tasks later, on {@link #control()} unless told otherwise. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /** How many tasks of {@link #workers()} run at the same time at most. */
  public int maxWorkers() {
    return maxWorkers;
  }

  /** How many tasks of {@link #workers()} run at this moment. */
  public int activeWorkers() {
    return workers.busy();
  }

  /** How many tasks of {@link #workers()} wait for a thread at this moment. */
  public int queuedTasks() {
    return workers.queued();
  }

  /**
   * Stops for good: cancels the Timer, discards what waits (futures are cancelled), and waits for
   * what runs. When three quarters of the time are over, the adapter's own tasks are interrupted;
   * beans and event loops never are. What still runs at the end is named in a warning and ends by
   * itself when its task returns. May be called again, which only waits again; called by a task of
   * a lane, it does not wait for that task.
   *
   * @param timeout how long to wait at most; zero or negative: not at all. If the calling thread is
   *     interrupted, it returns early with the interrupt flag set.
   */
  public void stop(Duration timeout) {
    running.close();
    submitter.stop();
    scheduler.stop();
    lanes.forEach(Lane::stop);
    try {
      awaitEnd(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.log(
          System.Logger.Level.WARNING,
          "Stopping was interrupted; still running: " + String.join(", ", running.names()));
    }
  }

  private void awaitEnd(Duration timeout) throws InterruptedException {
    long total = timeout.isNegative() ? 0 : TimeUnit.NANOSECONDS.convert(timeout);
    long politely = total / 4 * 3;
    if (running.awaitNone(politely)) {
      return;
    }
    running.interruptAllowed();
    if (!running.awaitNone(total - politely)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Still running " + timeout + " after the stop: " + String.join(", ", running.names()));
    }
  }
}
