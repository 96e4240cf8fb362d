package io.rabbitra.inbound;

import io.rabbitra.message.MessageMapper;
import io.rabbitra.message.RabbitMessage;
import jakarta.jms.MessageListener;
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
 * <p>Keeps one MessageEndpoint and takes a new one after any failure of the container's part of a
 * delivery. Used by one thread at a time, see {@link ConsumerSession}.
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
  private final Method onMessage;
  private final boolean transacted;
  private final MessageMapper mapper;
  private final AckXaResource xaResource;

  /** Taken out by exactly one of the threads that release it. */
  private final AtomicReference<MessageEndpoint> endpoint = new AtomicReference<>();

  BeanInvoker(
      MessageEndpointFactory factory, Method onMessage, boolean transacted, MessageMapper mapper) {
    this.factory = factory;
    this.onMessage = onMessage;
    this.transacted = transacted;
    this.mapper = mapper;
    this.xaResource = transacted ? new AckXaResource() : null;
  }

  /** Takes an endpoint from the container unless there is one. */
  void prepare(long timeoutMillis) throws UnavailableException {
    if (endpoint.get() == null) {
      endpoint.set(factory.createEndpoint(xaResource, timeoutMillis));
    }
  }

  /** Whether a transaction still has to tell the broker about an earlier delivery. */
  boolean hasUndecided() {
    return transacted && xaResource.hasUndecided();
  }

  Verdict invoke(Delivery delivery, Settlement settlement) {
    RabbitMessage message =
        mapper.decode(delivery.envelope(), delivery.properties(), delivery.body());
    return transacted
        ? invokeInTransaction(message, settlement)
        : invokeWithoutTransaction(message);
  }

  /** Gives the endpoint back to the container. Idempotent. */
  void release() {
    MessageEndpoint toRelease = endpoint.getAndSet(null);
    if (toRelease != null) {
      try {
        toRelease.release();
      } catch (RuntimeException e) {
        ConsumerSession.LOG.log(Level.WARNING, "The server failed to release an endpoint: {0}", e);
      }
    }
  }

  private Verdict invokeWithoutTransaction(RabbitMessage message) {
    return callBean(message) ? Verdict.ACCEPT : Verdict.REJECT;
  }

  private Verdict invokeInTransaction(RabbitMessage message, Settlement settlement) {
    MessageEndpoint target = endpoint.get();
    xaResource.announce(settlement);
    try {
      target.beforeDelivery(onMessage);
    } catch (NoSuchMethodException | ResourceException | RuntimeException e) {
      ConsumerSession.LOG.log(
          Level.DEBUG, "The server failed to begin a delivery: {0}", String.valueOf(e));
      release();
      return Verdict.NOT_ATTEMPTED;
    }
    boolean succeeded = false;
    try {
      succeeded = callBean(message);
    } finally {
      try {
        target.afterDelivery();
      } catch (ResourceException | RuntimeException e) {
        ConsumerSession.LOG.log(
            Level.DEBUG, "The server failed to end a delivery: {0}", String.valueOf(e));
        succeeded = false;
        release();
      }
    }
    return switch (xaResource.outcome()) {
      case NONE -> succeeded ? Verdict.ACCEPT : Verdict.REJECT;
      case PENDING, COMMITTED -> Verdict.SETTLED_BY_TRANSACTION;
      case ROLLED_BACK -> Verdict.REJECT;
    };
  }

  /** The container logs what a bean throws; here it only decides. */
  private boolean callBean(RabbitMessage message) {
    try {
      ((MessageListener) endpoint.get()).onMessage(message);
      return true;
    } catch (Throwable e) {
      // Also a checked exception that a proxy or a compiler let through.
      ConsumerSession.LOG.log(Level.DEBUG, "A bean failed: {0}", String.valueOf(e));
      return false;
    }
  }
}
