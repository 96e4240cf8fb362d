package io.rabbitra.container;

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
import javax.transaction.xa.XAResource;

/**
 * The part of an EJB container that an adapter delivers to. Endpoints are strict as WildFly's: a
 * second release, or a delivery to a released one, is an error that {@link #violations} counts.
 */
public final class TestEndpointFactory implements MessageEndpointFactory {

  private final MessageListener bean;
  private final TransactionManager transactions;
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger released = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();
  private volatile boolean unavailable;

  /** Beans without a transaction. */
  public TestEndpointFactory(MessageListener bean) {
    this(bean, null);
  }

  /**
   * @param transactions begins one for each delivery; null for none. A bean that throws rolls back.
   */
  public TestEndpointFactory(MessageListener bean, TransactionManager transactions) {
    this.bean = bean;
    this.transactions = transactions;
  }

  /** Whether createEndpoint throws UnavailableException. */
  public void unavailable(boolean value) {
    unavailable = value;
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
    if (unavailable) {
      throw new UnavailableException("no bean now");
    }
    created.incrementAndGet();
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
    return bean.getClass();
  }

  private final class Endpoint implements MessageEndpoint, MessageListener {
    private final XAResource resource;
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicBoolean busy = new AtomicBoolean();

    Endpoint(XAResource resource) {
      this.resource = resource;
    }

    @Override
    public void beforeDelivery(Method method) throws ResourceException {
      try {
        transactions.begin();
        transactions.getTransaction().enlistResource(resource);
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
      if (gone.get() || !busy.compareAndSet(false, true)) {
        violations.incrementAndGet();
      }
      try {
        bean.onMessage(message);
      } catch (RuntimeException e) {
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
