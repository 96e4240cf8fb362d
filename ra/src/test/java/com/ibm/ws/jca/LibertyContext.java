package com.ibm.ws.jca;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Timer;

/** A container's context under a name by which Open Liberty is known, with another WorkManager. */
public final class LibertyContext implements BootstrapContext {

  private final BootstrapContext real;
  private final WorkManager workManager;

  public LibertyContext(BootstrapContext real, WorkManager workManager) {
    this.real = real;
    this.workManager = workManager;
  }

  @Override
  public WorkManager getWorkManager() {
    return workManager;
  }

  @Override
  public XATerminator getXATerminator() {
    return real.getXATerminator();
  }

  @Override
  public Timer createTimer() throws UnavailableException {
    return real.createTimer();
  }

  @Override
  public boolean isContextSupported(Class<? extends WorkContext> workContextClass) {
    return real.isContextSupported(workContextClass);
  }

  @Override
  public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
    return real.getTransactionSynchronizationRegistry();
  }
}
