package io.rabbitra.it.probe;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Points at which code in the server waits for the test. Each is opened once. */
public final class Gates {

  private static final String KEY = "rabbitra.test.gate.";
  private static final int LIMIT_SECONDS = 120;

  private Gates() {}

  /** Waits until the test has opened the gate. */
  public static void pass(String name) {
    try {
      if (!gate(name).await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test did not open " + name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lets all pass from now on. */
  public static void open(String name) {
    gate(name).countDown();
  }

  public static boolean isOpen(String name) {
    return gate(name).getCount() == 0;
  }

  private static CountDownLatch gate(String name) {
    return (CountDownLatch)
        System.getProperties().computeIfAbsent(KEY + name, key -> new CountDownLatch(1));
  }
}
