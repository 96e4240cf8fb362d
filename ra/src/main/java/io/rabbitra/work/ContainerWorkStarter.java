package io.rabbitra.work;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.List;

/**
 * Threads of the container. Every Work carries {@link HintsContext#LONGRUNNING_HINT} where the
 * container knows it (Jakarta Connectors 2.1, 11.6.1), because each lives longer than a task; on
 * WildFly the hint keeps it out of the pool of short Works.
 */
final class ContainerWorkStarter implements WorkStarter {

  private final WorkManager workManager;
  private final boolean hints;

  ContainerWorkStarter(BootstrapContext context) {
    this.workManager = context.getWorkManager();
    this.hints = context.isContextSupported(HintsContext.class);
  }

  @Override
  public void start(AdapterWork work) throws WorkException {
    Work scheduled = hints ? new LongRunningWork(work) : work;
    // A WorkContextProvider must come with a null ExecutionContext.
    workManager.scheduleWork(scheduled, WorkManager.INDEFINITE, null, new Refusals(work));
  }

  /** The hint around a Work. */
  private static final class LongRunningWork implements Work, WorkContextProvider {
    private static final long serialVersionUID = 1L;

    private final transient AdapterWork work;

    LongRunningWork(AdapterWork work) {
      this.work = work;
    }

    @Override
    public List<WorkContext> getWorkContexts() {
      HintsContext hint = new HintsContext();
      // Open Liberty accepts a Boolean only.
      hint.setHint(HintsContext.LONGRUNNING_HINT, Boolean.TRUE);
      return List.of(hint);
    }

    @Override
    public void run() {
      work.run();
    }

    @Override
    public void release() {
      work.release();
    }

    @Override
    public String toString() {
      return work.toString();
    }
  }

  /** Hears of Works that will not run. */
  private static final class Refusals extends WorkAdapter {
    private final AdapterWork work;

    Refusals(AdapterWork work) {
      this.work = work;
    }

    @Override
    public void workRejected(WorkEvent event) {
      work.refuse(cause(event, "rejected"));
    }

    @Override
    public void workCompleted(WorkEvent event) {
      // "Completed" without having run: the container could not set up the thread's context.
      work.refuse(cause(event, "completed without running"));
    }

    private static Throwable cause(WorkEvent event, String what) {
      WorkException cause = event.getException();
      return cause != null ? cause : new WorkException("Work " + what);
    }
  }
}
