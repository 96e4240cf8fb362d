package io.rabbitra.container;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.callback.CallbackHandler;
import org.jboss.jca.core.bootstrapcontext.BaseCloneableBootstrapContext;
import org.jboss.jca.core.spi.security.Callback;
import org.jboss.jca.core.spi.security.SecurityContext;
import org.jboss.jca.core.spi.security.SecurityIntegration;
import org.jboss.jca.core.tx.noopts.XATerminatorImpl;
import org.jboss.jca.core.workmanager.WorkManagerImpl;

/**
 * The part of an application server that an adapter meets at start: IronJacamar's WorkManager, as
 * in WildFly, with a pool for short and one for long-running Work, and a BootstrapContext with
 * Timers. A Work that finds a pool's queue full is rejected.
 */
public final class TestContainer implements AutoCloseable {

  /** Names of threads that run Work begin like this. */
  public static final String SHORT_THREAD = "container-short-";

  /** Names of threads that run Work with the long-running hint begin like this. */
  public static final String LONG_THREAD = "container-long-";

  private final ThreadPoolExecutor shortPool;
  private final ThreadPoolExecutor longPool;
  private final WorkManagerImpl workManager = new WorkManagerImpl();
  private final BaseCloneableBootstrapContext context = new BaseCloneableBootstrapContext();

  /** Pools as in WildFly: 50 threads each, and room for 50 more Works to wait. */
  public TestContainer() {
    this(50, 50, 50);
  }

  /**
   * @param queue how many Works may wait for a thread, in each pool
   */
  public TestContainer(int shortThreads, int longThreads, int queue) {
    shortPool = pool(SHORT_THREAD, shortThreads, queue);
    longPool = pool(LONG_THREAD, longThreads, queue);
    workManager.setName("test");
    workManager.setShortRunningThreadPool(shortPool);
    workManager.setLongRunningThreadPool(longPool);
    workManager.setXATerminator(new XATerminatorImpl());
    workManager.setSecurityIntegration(new NoSecurity());
    context.setName("test");
    context.setWorkManager(workManager);
    context.setXATerminator(new XATerminatorImpl());
  }

  private static ThreadPoolExecutor pool(String prefix, int threads, int queue) {
    AtomicInteger numbers = new AtomicInteger();
    ThreadFactory plain = Executors.defaultThreadFactory();
    ThreadFactory named =
        task -> {
          Thread thread = plain.newThread(task);
          thread.setName(prefix + numbers.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(queue), named);
    pool.prestartAllCoreThreads();
    return pool;
  }

  /** For {@code ResourceAdapter.start}. */
  public BootstrapContext bootstrapContext() {
    return context;
  }

  /**
   * For settings that a test needs beyond {@link #bootstrapContext()}, for example transactions.
   */
  public BaseCloneableBootstrapContext ironJacamarContext() {
    return context;
  }

  public WorkManager workManager() {
    return workManager;
  }

  /** How many Works with the long-running hint run now. */
  public int runningLongWorks() {
    return longPool.getActiveCount();
  }

  /** How many Works with the long-running hint ended so far. */
  public long endedLongWorks() {
    return longPool.getCompletedTaskCount();
  }

  /** How many Works with the long-running hint wait for a thread now. */
  public int queuedLongWorks() {
    return longPool.getQueue().size();
  }

  /** How many Works without the hint were started so far. */
  public long startedShortWorks() {
    return shortPool.getCompletedTaskCount() + shortPool.getActiveCount();
  }

  /**
   * Has another adapter's Works occupy threads.
   *
   * @return ends the Works
   */
  public Occupation occupy(int shortWorks, int longWorks) throws WorkException {
    Occupation occupation = new Occupation();
    for (int i = 0; i < shortWorks; i++) {
      take(new ForeignWork(occupation), i < shortPool.getMaximumPoolSize());
    }
    for (int i = 0; i < longWorks; i++) {
      take(new LongForeignWork(occupation), i < longPool.getMaximumPoolSize());
    }
    return occupation;
  }

  /** A thread that has not fetched its Work yet would leave no room in the queue for the next. */
  private void take(Work work, boolean threadIsFree) throws WorkException {
    if (threadIsFree) {
      workManager.startWork(work);
    } else {
      workManager.scheduleWork(work);
    }
  }

  /** Ends the pools and the Timers; Works that still run are interrupted. */
  @Override
  public void close() {
    context.shutdown();
    workManager.shutdown();
    shortPool.shutdownNow();
    longPool.shutdownNow();
  }

  /** Threads that are taken until this is closed. */
  public static final class Occupation implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);

    private Occupation() {}

    @Override
    public void close() {
      end.countDown();
    }
  }

  private static class ForeignWork implements Work {
    private final Occupation occupation;

    ForeignWork(Occupation occupation) {
      this.occupation = occupation;
    }

    @Override
    public void run() {
      try {
        occupation.end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void release() {
      occupation.close();
    }
  }

  private static final class LongForeignWork extends ForeignWork implements WorkContextProvider {
    private static final long serialVersionUID = 1L;

    LongForeignWork(Occupation occupation) {
      super(occupation);
    }

    @Override
    public List<WorkContext> getWorkContexts() {
      HintsContext hint = new HintsContext();
      hint.setHint(HintsContext.LONGRUNNING_HINT, Boolean.TRUE);
      return new ArrayList<>(List.of(hint));
    }
  }

  /** The WorkManager must have one, even to do nothing. */
  private static final class NoSecurity implements SecurityIntegration {
    @Override
    public SecurityContext createSecurityContext(String name) {
      return null;
    }

    @Override
    public SecurityContext getSecurityContext() {
      return null;
    }

    @Override
    public void setSecurityContext(SecurityContext context) {}

    @Override
    public CallbackHandler createCallbackHandler() {
      return null;
    }

    @Override
    public CallbackHandler createCallbackHandler(Callback callback) {
      return null;
    }
  }
}
