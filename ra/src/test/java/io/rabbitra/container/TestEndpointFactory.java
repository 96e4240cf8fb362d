package io.rabbitra.container;

import io.rabbitra.AmqpDelivery;
import io.rabbitra.AmqpListener;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.transaction.xa.XAResource;

/**
 * The part of an EJB container that an adapter delivers to. Endpoints are strict as WildFly's: a
 * second release, or a delivery to a released one, is an error that {@link #violations} counts.
 */
public final class TestEndpointFactory implements MessageEndpointFactory {

  private final MessageListener bean;
  private final AmqpListener nativeBean;
  private final TransactionManager transactions;
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger released = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();
  private volatile Supplier<UnavailableException> unavailable;
  private volatile int limit = Integer.MAX_VALUE;
  private volatile boolean discarding;
  private volatile boolean refusingToBegin;
  private volatile boolean refusingAfterBegin;
  private volatile Supplier<RuntimeException> unreachable;
  private volatile int transactionTimeout;

  /** Beans without a transaction. */
  public TestEndpointFactory(MessageListener bean) {
    this(bean, null);
  }

  /**
   * @param transactions begins one for each delivery; null for none. A bean that throws rolls back.
   */
  public TestEndpointFactory(MessageListener bean, TransactionManager transactions) {
    this(bean, null, transactions);
  }

  private TestEndpointFactory(
      MessageListener bean, AmqpListener nativeBean, TransactionManager transactions) {
    this.bean = bean;
    this.nativeBean = nativeBean;
    this.transactions = transactions;
  }

  /**
   * Beans with the native listener interface.
   *
   * @param transactions begins one for each call; null for none
   */
  public static TestEndpointFactory ofNative(AmqpListener bean, TransactionManager transactions) {
    return new TestEndpointFactory(null, bean, transactions);
  }

  /** Whether createEndpoint throws UnavailableException. */
  public void unavailable(boolean value) {
    unavailable = value ? () -> new UnavailableException("no bean now") : null;
  }

  /** What createEndpoint throws; null for nothing. */
  public void unavailable(Supplier<UnavailableException> why) {
    unavailable = why;
  }

  /** So many endpoints at the same time, as on GlassFish; one more is UnavailableException. */
  public void limit(int endpoints) {
    limit = endpoints;
  }

  /** An endpoint whose bean threw refuses every further call, as one that is bound to a bean. */
  public void discarding() {
    discarding = true;
  }

  /** How long the transaction of a delivery may take. */
  public void transactionTimeout(int seconds) {
    transactionTimeout = seconds;
  }

  /**
   * What the server throws instead of calling the bean, without a thought of the transaction it has
   * begun; null for nothing.
   */
  public void unreachable(Supplier<RuntimeException> why) {
    unreachable = why;
  }

  /** Whether beforeDelivery throws after it has begun the transaction. */
  public void refusingAfterBegin(boolean value) {
    refusingAfterBegin = value;
  }

  /** Whether beforeDelivery throws. */
  public void refusingToBegin(boolean value) {
    refusingToBegin = value;
  }

  public int created() {
    return created.get();
  }

  public int released() {
    return released.get();
  }

  /** Calls that the contract forbids. */
  public int violations() {
    return violations.get();
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
    return createEndpoint(resource, 0);
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource, long timeout)
      throws UnavailableException {
    Supplier<UnavailableException> why = unavailable;
    if (why != null) {
      throw why.get();
    }
    synchronized (this) {
      if (created.get() - released.get() >= limit) {
        throw new UnavailableException("all " + limit + " are in use");
      }
      created.incrementAndGet();
    }
    return new Endpoint(resource);
  }

  @Override
  public boolean isDeliveryTransacted(Method method) {
    return transactions != null;
  }

  @Override
  public String getActivationName() {
    return "test";
  }

  @Override
  public Class<?> getEndpointClass() {
    return bean != null ? bean.getClass() : nativeBean.getClass();
  }

  @FunctionalInterface
  private interface Body {
    void run() throws Exception;
  }

  private final class Endpoint implements MessageEndpoint, MessageListener, AmqpListener {
    private final XAResource resource;
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean discarded;

    Endpoint(XAResource resource) {
      this.resource = resource;
    }

    @Override
    public void beforeDelivery(Method method) throws ResourceException {
      if (refusingToBegin) {
        throw new ResourceException("no transaction now");
      }
      try {
        transactions.setTransactionTimeout(transactionTimeout);
        transactions.begin();
        if (resource != null) {
          transactions.getTransaction().enlistResource(resource);
        }
        if (refusingAfterBegin) {
          transactions.rollback();
          throw new ResourceException("changed its mind");
        }
      } catch (NotSupportedException | SystemException | RollbackException e) {
        throw new ResourceException(e);
      }
    }

    @Override
    public void afterDelivery() {
      try {
        if (transactions.getStatus() == Status.STATUS_MARKED_ROLLBACK) {
          transactions.rollback();
        } else {
          transactions.commit();
        }
      } catch (Exception e) {
        // As on GlassFish: a failed commit is the server's own affair.
        System.getLogger("test").log(System.Logger.Level.DEBUG, "commit failed", e);
      }
    }

    @Override
    public void onMessage(Message message) {
      try {
        call(() -> bean.onMessage(message));
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onMessage(AmqpDelivery delivery) throws Exception {
      call(() -> nativeBean.onMessage(delivery));
    }

    @Override
    public void onCancelled(String reason) {
      nativeBean.onCancelled(reason);
    }

    @Override
    public void onReactivated() {
      nativeBean.onReactivated();
    }

    private void call(Body body) throws Exception {
      Supplier<RuntimeException> why = unreachable;
      if (why != null) {
        throw why.get();
      }
      if (gone.get() || !busy.compareAndSet(false, true)) {
        violations.incrementAndGet();
      }
      try {
        if (discarded) {
          throw new IllegalStateException("the bean was discarded");
        }
        body.run();
      } catch (Exception | Error e) {
        discarded = discarding && !(e instanceof Exception && !(e instanceof RuntimeException));
        markRollback();
        throw e;
      } finally {
        busy.set(false);
      }
    }

    private void markRollback() {
      if (transactions != null) {
        try {
          transactions.setRollbackOnly();
        } catch (SystemException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    @Override
    public void release() {
      if (gone.compareAndSet(false, true)) {
        released.incrementAndGet();
      } else {
        violations.incrementAndGet();
      }
    }
  }
}
