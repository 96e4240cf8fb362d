package io.rabbitra.it.chaos;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import javax.transaction.xa.XAResource;

/** Fills the server's WorkManager for a while when it is asked to. */
public class SaturatingAdapter implements ResourceAdapter, Serializable {

  /** System property with the IntConsumer that takes the milliseconds. */
  static final String KEY = "rabbitra.test.saturate";

  private static final long serialVersionUID = 1L;

  /** The threads and the queue of each of WildFly's two pools. */
  private static final int WORKS = 100;

  @Override
  public void start(BootstrapContext context) {
    WorkManager manager = context.getWorkManager();
    System.getProperties().put(KEY, (IntConsumer) millis -> saturate(manager, millis));
  }

  private static void saturate(WorkManager manager, int millis) {
    for (int i = 0; i < WORKS; i++) {
      try {
        manager.scheduleWork(new Wait(millis));
        manager.scheduleWork(new LongWait(millis));
      } catch (WorkException e) {
        // Full is what was asked for.
        return;
      }
    }
  }

  @Override
  public void stop() {
    System.getProperties().remove(KEY);
  }

  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) {}

  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {}

  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return new XAResource[0];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SaturatingAdapter;
  }

  @Override
  public int hashCode() {
    return SaturatingAdapter.class.hashCode();
  }

  private static class Wait implements Work {

    private final int millis;
    private final CountDownLatch released = new CountDownLatch(1);

    Wait(int millis) {
      this.millis = millis;
    }

    @Override
    public void run() {
      try {
        if (released.await(millis, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void release() {
      released.countDown();
    }
  }

  private static final class LongWait extends Wait implements WorkContextProvider {

    private static final long serialVersionUID = 1L;

    LongWait(int millis) {
      super(millis);
    }

    @Override
    public List<WorkContext> getWorkContexts() {
      HintsContext hints = new HintsContext();
      hints.setHint(HintsContext.LONGRUNNING_HINT, Boolean.TRUE);
      return List.of(hints);
    }
  }
}
