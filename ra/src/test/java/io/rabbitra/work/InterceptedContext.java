package io.rabbitra.work;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real container's context whose scheduleWork is watched, and fails where a test wants it to. */
final class InterceptedContext implements BootstrapContext, WorkManager {

  /** What happens before, or instead of, the real scheduleWork. */
  interface Fault {
    /** Returns true if the real WorkManager shall have the Work. */
    boolean schedule(Work work, WorkListener listener) throws WorkException;
  }

  private final BootstrapContext real;
  private final List<Work> works = new CopyOnWriteArrayList<>();
  private final List<String> callers = new CopyOnWriteArrayList<>();

  /** Set by the test's thread, read by the adapter's. */
  private volatile Fault fault = (work, listener) -> true;

  InterceptedContext(BootstrapContext real) {
    this.real = real;
  }

  void fault(Fault next) {
    fault = next;
  }

  /** Every Work that scheduleWork was called with, in order. */
  List<Work> works() {
    return List.copyOf(works);
  }

  /** The names of the threads that called scheduleWork, in order. */
  List<String> callers() {
    return List.copyOf(callers);
  }

  @Override
  public void scheduleWork(
      Work work, long startTimeout, ExecutionContext context, WorkListener listener)
      throws WorkException {
    works.add(work);
    callers.add(Thread.currentThread().getName());
    if (fault.schedule(work, listener)) {
      real.getWorkManager().scheduleWork(work, startTimeout, context, listener);
    }
  }

  @Override
  public void scheduleWork(Work work) throws WorkException {
    throw unexpected();
  }

  @Override
  public void doWork(Work work) throws WorkException {
    throw unexpected();
  }

  @Override
  public void doWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener)
      throws WorkException {
    throw unexpected();
  }

  @Override
  public long startWork(Work work) throws WorkException {
    throw unexpected();
  }

  @Override
  public long startWork(
      Work work, long startTimeout, ExecutionContext context, WorkListener listener)
      throws WorkException {
    throw unexpected();
  }

  private static AssertionError unexpected() {
    return new AssertionError("only scheduleWork with all its arguments is expected");
  }

  @Override
  public WorkManager getWorkManager() {
    return this;
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
