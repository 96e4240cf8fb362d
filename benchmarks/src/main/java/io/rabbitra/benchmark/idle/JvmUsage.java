package io.rabbitra.benchmark.idle;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What this JVM uses. */
final class JvmUsage {

  private static final int COLLECTIONS = 3;

  private JvmUsage() {}

  /** Bytes of the heap that are reachable. */
  static long heap() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      // What a collection finds dead may let go of more.
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The threads that live, by identifier. */
  static Set<Long> threads() {
    Set<Long> threads = new HashSet<>();
    Arrays.stream(ManagementFactory.getThreadMXBean().getAllThreadIds()).forEach(threads::add);
    return threads;
  }

  /** Per cent of one core that the process takes over a time, which this call waits for. */
  static double cpu(int seconds, Runnable everySecond) throws InterruptedException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long begin = System.nanoTime();
    long before = system.getProcessCpuTime();
    for (int i = 0; i < seconds; i++) {
      TimeUnit.SECONDS.sleep(1);
      everySecond.run();
    }
    long used = system.getProcessCpuTime() - before;
    return 100.0 * used / (System.nanoTime() - begin);
  }
}
