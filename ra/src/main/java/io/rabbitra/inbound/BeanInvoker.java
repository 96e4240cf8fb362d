package io.rabbitra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls a message-driven bean for one delivery after the other and says what became of each.
 *
 * <p>Keeps one MessageEndpoint, and takes a new one after a failure of the container's part of a
 * delivery, and after the bean threw a RuntimeException or an Error. Enterprise Beans 4.0, section
 * 9.3, has the container discard the instance of a bean then; a server whose endpoint is bound to
 * the instance would refuse every delivery that follows, and from outside its refusal cannot be
 * told from the bean's own exception. A new endpoint costs little: on WildFly it is a proxy in
 * front of the pool of instances, elsewhere it comes from a pool itself, and a failure pauses the
 * session anyway. An exception that {@code AmqpListener} declares is an application exception,
 * after which the instance lives on.
 *
 * <p>Used by one thread at a time, see {@link SessionWorker}.
 */
final class BeanInvoker {

  /** What is to be told to the broker. */
  enum Verdict {
    /** The bean succeeded. */
    ACCEPT,
    /** The bean or its transaction failed. */
    REJECT,
    /** The server did not let the bean begin: the message is as good as not delivered. */
    NOT_ATTEMPTED,
    /** The transaction has told, or will tell, the broker itself. */
    SETTLED_BY_TRANSACTION
  }

  private final MessageEndpointFactory factory;
  private final BeanListener listener;
  private final Method onMessage;
  private final AckXaResource xaResource;

  /** Taken out by exactly one of the threads that release it. */
  private final AtomicReference<MessageEndpoint> endpoint = new AtomicReference<>();

  /** Why the last delivery was not attempted. */
  private Throwable refusal;

  BeanInvoker(MessageEndpointFactory factory, BeanListener listener, boolean transacted) {
    this.factory = factory;
    this.listener = listener;
    this.onMessage = listener.onMessage();
    this.xaResource = transacted ? new AckXaResource() : null;
  }

  /** Takes an endpoint from the container unless there is one. */
  void prepare(long timeoutMillis) throws UnavailableException {
    if (endpoint.get() == null) {
      MessageEndpoint created = factory.createEndpoint(xaResource, timeoutMillis);
      if (created == null) {
        throw new UnavailableException("createEndpoint returned null");
      }
      endpoint.set(created);
    }
  }

  /**
   * @param queue where the delivery came from, null if its feed does not tell
   */
  Verdict invoke(Delivery delivery, String queue, Settlement settlement) {
    BeanListener.Call call = listener.of(delivery, queue);
    return xaResource != null
        ? invokeInTransaction(call, settlement)
        : invokeWithoutTransaction(call, settlement);
  }

  /** Why the server did not let the bean begin, after {@code NOT_ATTEMPTED}. */
  Throwable refusal() {
    return refusal;
  }

  /** Gives the endpoint back to the container. Idempotent. */
  void release() {
    MessageEndpoint toRelease = endpoint.getAndSet(null);
    if (toRelease != null) {
      try {
        toRelease.release();
      } catch (RuntimeException | Error e) {
        ConsumerSession.LOG.log(Level.WARNING, "The server failed to release an endpoint: {0}", e);
      }
    }
  }

  private Verdict invokeWithoutTransaction(BeanListener.Call call, Settlement settlement) {
    Throwable thrown = callBean(call, endpoint.get(), settlement);
    releaseIfDiscarded(thrown);
    if (Refusals.isOne(thrown)) {
      refusal = thrown;
      return Verdict.NOT_ATTEMPTED;
    }
    return thrown == null ? Verdict.ACCEPT : Verdict.REJECT;
  }

  private Verdict invokeInTransaction(BeanListener.Call call, Settlement settlement) {
    MessageEndpoint target = endpoint.get();
    xaResource.announce(settlement);
    try {
      target.beforeDelivery(onMessage);
    } catch (NoSuchMethodException | ResourceException | RuntimeException | Error e) {
      refusal = e;
      release();
      // The server may have made the delivery part of a transaction, and rolled back, before.
      settlement.failedWith(e);
      return settlement.withhold() ? Verdict.NOT_ATTEMPTED : Verdict.REJECT;
    }
    Throwable thrown = callBean(call, target, settlement);
    boolean succeeded = thrown == null;
    boolean refused = Refusals.isOne(thrown);
    if (refused) {
      refusal = thrown;
      refused = settlement.withhold();
    }
    try {
      target.afterDelivery();
      releaseIfDiscarded(thrown);
    } catch (ResourceException | RuntimeException | Error e) {
      ConsumerSession.LOG.log(
          Level.DEBUG, "The server failed to end a delivery: {0}", String.valueOf(e));
      succeeded = false;
      release();
    }
    if (refused) {
      return Verdict.NOT_ATTEMPTED;
    }
    return switch (xaResource.outcome()) {
      case NONE -> succeeded ? Verdict.ACCEPT : Verdict.REJECT;
      case PENDING, COMMITTED -> Verdict.SETTLED_BY_TRANSACTION;
      case ROLLED_BACK -> Verdict.REJECT;
    };
  }

  /** The container logs what a bean throws; here it only decides. Returns null for a success. */
  private static Throwable callBean(
      BeanListener.Call call, MessageEndpoint target, Settlement settlement) {
    try {
      call.on(target);
      return null;
    } catch (Throwable e) {
      ConsumerSession.LOG.log(
          e instanceof VirtualMachineError ? Level.ERROR : Level.DEBUG,
          "A bean failed: {0}",
          String.valueOf(e));
      settlement.failedWith(e);
      return e;
    }
  }

  private void releaseIfDiscarded(Throwable thrown) {
    if (thrown instanceof RuntimeException || thrown instanceof Error) {
      release();
    }
  }
}
