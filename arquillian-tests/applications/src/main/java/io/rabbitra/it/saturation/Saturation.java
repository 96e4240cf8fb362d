package io.rabbitra.it.saturation;

import io.rabbitra.it.probe.Gates;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Short and long-running Works in a number that no WorkManager has threads for, or few. Servers
 * that are full block the caller, throw, or queue: each kind of Work is requested by a thread of
 * its own, again and again while the gate is closed.
 */
final class Saturation implements SaturationMXBean {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final WorkManager manager;
  private final AtomicInteger requested = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  Saturation(WorkManager manager) {
    this.manager = manager;
  }

  @Override
  public void fill(String gate) {
    start("saturate-short", () -> request(gate, () -> new Wait(gate)));
    start("saturate-long", () -> request(gate, () -> new LongWait(gate)));
  }

  @Override
  public int getRunning() {
    return running.get();
  }

  @Override
  public int getWaiting() {
    return requested.get() - running.get() - ended.get();
  }

  @Override
  public int getRefused() {
    return refused.get();
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void request(String gate, Supplier<Work> works) {
    for (int i = 0; i < WORKS / 2 && !Gates.isOpen(gate); ) {
      requested.incrementAndGet();
      try {
        manager.scheduleWork(works.get());
        i++;
      } catch (WorkException | RuntimeException e) {
        // Full is what was asked for; TomEE throws what scheduleWork does not declare.
        requested.decrementAndGet();
        refused.incrementAndGet();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private class Wait implements Work {

    private final String gate;

    Wait(String gate) {
      this.gate = gate;
    }

    @Override
    public void run() {
      running.incrementAndGet();
      try {
        Gates.pass(gate);
      } finally {
        running.decrementAndGet();
        ended.incrementAndGet();
      }
    }

    /** The gate alone ends it. */
    @Override
    public void release() {}
  }

  private final class LongWait extends Wait implements WorkContextProvider {

    private static final long serialVersionUID = 1L;

    LongWait(String gate) {
      super(gate);
    }

    @Override
    public List<WorkContext> getWorkContexts() {
      HintsContext hints = new HintsContext();
      hints.setHint(HintsContext.LONGRUNNING_HINT, Boolean.TRUE);
      return List.of(hints);
    }
  }
}
