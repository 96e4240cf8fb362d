package io.rabbitra.work;

import java.util.concurrent.CountDownLatch;

/** A task, for any number of threads, that waits until the test opens the gate. */
final class Gate implements Runnable, AutoCloseable {
  private final CountDownLatch open = new CountDownLatch(1);

  @Override
  public void run() {
    boolean interrupted = false;
    while (open.getCount() > 0) {
      try {
        open.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    open.countDown();
  }
}
