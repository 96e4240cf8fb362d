package io.rabbitra.benchmark.container;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server with threads and Timers, without transactions. Thread-safe. */
final class ContainerContext implements BootstrapContext, AutoCloseable {

  private final WorkManager workManager;
  private final List<Timer> timers = new CopyOnWriteArrayList<>();

  ContainerContext(WorkManager workManager) {
    this.workManager = workManager;
  }

  @Override
  public WorkManager getWorkManager() {
    return workManager;
  }

  @Override
  public XATerminator getXATerminator() {
    return null;
  }

  @Override
  public Timer createTimer() {
    Timer timer = new Timer("benchmark-timer", true);
    timers.add(timer);
    return timer;
  }

  @Override
  public boolean isContextSupported(Class<? extends WorkContext> type) {
    return false;
  }

  @Override
  public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
    return null;
  }

  @Override
  public void close() {
    timers.forEach(Timer::cancel);
  }
}
