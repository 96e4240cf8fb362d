package io.rabbitra.benchmark.idle;

import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Reading;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens connections and leaves them alone for more than twice the heartbeat, after which either
 * side gives up a silent one. Measured is what the JVM uses beyond what it used just before.
 */
final class IdleContender implements Contender {

  /** Makes a crowd without connections. */
  @FunctionalInterface
  interface Maker {
    Crowd make(Lab lab, String queue) throws Exception;
  }

  static final Metric THREADS = new Metric("threads", "added", false);
  static final Metric HEAP = new Metric("heap", "KiB per connection", false);
  static final Metric CPU = new Metric("CPU", "% of a core", false);

  private static final int CONNECTIONS = 1_000;
  private static final int BASELINE_SECONDS = 10;
  private static final int SETTLE_SECONDS = 12;
  private static final int MEASURED_SECONDS = 20;

  private final String name;
  private final Lab lab;
  private final boolean used;
  private final Maker maker;

  /**
   * @param used whether each connection sends a message before it is idle
   */
  IdleContender(String name, Lab lab, boolean used, Maker maker) {
    this.name = name;
    this.lab = lab;
    this.used = used;
    this.maker = maker;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Reading> run() throws Exception {
    if (!used) {
      return measure(null);
    }
    String queue = lab.newName("idle");
    lab.declare(queue, "classic");
    List<Reading> readings = measure(queue);
    lab.delete(queue, CONNECTIONS + 1);
    return readings;
  }

  private List<Reading> measure(String queue) throws Exception {
    try (Crowd crowd = maker.make(lab, queue)) {
      // Classes and caches belong to no connection.
      fill(crowd, 1);
    }
    double cpuBefore = JvmUsage.cpu(BASELINE_SECONDS, () -> {});
    Set<Long> threadsBefore = JvmUsage.threads();
    long heapBefore = JvmUsage.heap();
    try (Crowd crowd = maker.make(lab, queue)) {
      fill(crowd, CONNECTIONS);
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      AtomicInteger threads = new AtomicInteger();
      double cpu =
          JvmUsage.cpu(
              MEASURED_SECONDS,
              () -> threads.accumulateAndGet(threadsBeyond(threadsBefore), Math::max));
      long heap = JvmUsage.heap() - heapBefore;
      int alive = crowd.alive();
      if (alive != CONNECTIONS) {
        throw new IllegalStateException(
            "only " + alive + " of " + CONNECTIONS + " connections are open after they were idle");
      }
      return List.of(
          new Reading(THREADS, threads.get()),
          new Reading(HEAP, heap / 1024.0 / CONNECTIONS),
          new Reading(CPU, Math.max(0, cpu - cpuBefore)));
    }
  }

  private static void fill(Crowd crowd, int connections) {
    for (int i = 1; i <= connections; i++) {
      try {
        crowd.add();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      } catch (Exception e) {
        throw new IllegalStateException(
            "connection "
                + i
                + " of "
                + connections
                + " cannot be opened; broker and benchmark need a file handle for each (ulimit -n)",
            e);
      }
    }
  }

  private static int threadsBeyond(Set<Long> before) {
    Set<Long> threads = JvmUsage.threads();
    threads.removeAll(before);
    return threads.size();
  }
}
