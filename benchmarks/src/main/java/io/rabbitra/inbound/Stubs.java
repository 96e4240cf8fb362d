package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.work.Cancellable;
import io.rabbitra.work.Scheduler;
import jakarta.jms.MessageListener;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * What is around a session, at hardly a cost of its own: no threads, no timer, no broker, no bean.
 */
final class Stubs {

  private static final Duration LONG = Duration.ofHours(1);

  private Stubs() {}

  static SessionSupport support(Executor workers, int batchSize) {
    return new SessionSupport(
        "benchmark",
        workers,
        new NoTimer(),
        System::nanoTime,
        new DeliveryCounters(),
        new NoFailures(),
        new BeanShortage("benchmark", System::nanoTime, ConsumerSession.LOG),
        new AcknowledgeSettings(AcknowledgeMode.DUPS_OK, batchSize, LONG),
        LONG);
  }

  /** A worker that comes when it is told to. Not for several threads. */
  static final class Worker implements Executor {

    private Runnable next;

    @Override
    public void execute(Runnable task) {
      if (next != null) {
        throw new IllegalStateException("a session has one worker");
      }
      next = task;
    }

    /** Runs what there is, also what that asks for. */
    void run() {
      while (next != null) {
        Runnable task = next;
        next = null;
        task.run();
      }
    }
  }

  /** Nothing is due while a benchmark runs. */
  private static final class NoTimer implements Scheduler {

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public Cancellable schedule(Duration delay, Executor executor, Runnable task) {
      return () -> {};
    }
  }

  private static final class NoFailures implements FailurePolicy {

    @Override
    public boolean failed(Delivery delivery, Feed feed, Throwable cause) {
      throw new IllegalStateException("message " + delivery.tag() + " failed", cause);
    }

    @Override
    public CompletableFuture<Void> settled() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
  }

  static final class NoLosses implements ConsumerSession.Losses {

    @Override
    public void cancelled() {
      throw new IllegalStateException("the consumer is cancelled");
    }

    @Override
    public void closed(BrokerException failure) {
      throw new IllegalStateException("the channel is closed", failure);
    }
  }

  record OneFeed(Feed feed) implements Consumption {

    @Override
    public Feed feed(DeliveryListener listener) {
      return feed;
    }

    @Override
    public void close() {}
  }

  /** A bean that does nothing, with a message that is not even decoded. */
  static final class IgnoringListener implements BeanListener {

    @Override
    public Method onMessage() {
      return MessageListener.class.getMethods()[0];
    }

    @Override
    public Call of(Delivery delivery, String queue) {
      return endpoint -> {};
    }
  }

  /** The container's part of a delivery. */
  record Endpoints(boolean transacted) implements MessageEndpointFactory {

    @Override
    public MessageEndpoint createEndpoint(XAResource resource) {
      return transacted ? new InTransaction(resource) : new Plain();
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource, long timeout) {
      return createEndpoint(resource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
      return transacted;
    }

    @Override
    public String getActivationName() {
      return "benchmark";
    }

    @Override
    public Class<?> getEndpointClass() {
      return MessageListener.class;
    }
  }

  private static class Plain implements MessageEndpoint {

    @Override
    public void beforeDelivery(Method method) {}

    @Override
    public void afterDelivery() {}

    @Override
    public void release() {}
  }

  /** One transaction for each delivery, without other resources. */
  private static final class InTransaction extends Plain {

    private final XAResource resource;
    private final Xid xid = new OneXid();

    InTransaction(XAResource resource) {
      this.resource = resource;
    }

    @Override
    public void beforeDelivery(Method method) {
      try {
        resource.start(xid, XAResource.TMNOFLAGS);
      } catch (XAException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void afterDelivery() {
      try {
        resource.end(xid, XAResource.TMSUCCESS);
        resource.commit(xid, true);
      } catch (XAException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class OneXid implements Xid {

    private final byte[] global = new byte[28];
    private final byte[] branch = new byte[36];

    @Override
    public int getFormatId() {
      return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return global.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
      return branch.clone();
    }
  }
}
