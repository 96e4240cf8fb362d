package io.rabbitra.inbound;

import io.rabbitra.AmqpListener;
import io.rabbitra.logging.Loggers;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Tells beans that are an {@link AmqpListener} that their endpoint was lost and that it is back: in
 * this order, on a worker, one call at a time.
 *
 * <pre>
 *   IDLE ⇄ SCHEDULED ⇄ CALLING (a worker takes call after call)
 *     └────────┴─────────┴─ close ─→ CLOSED: what waits is dropped, what runs may finish
 * </pre>
 *
 * <p>Each call has an endpoint of its own from {@code createEndpoint}, with the transaction that
 * {@code isDeliveryTransacted} of its method asks for. A call that fails harms nothing: the first
 * one is logged as a warning. A method that the bean class does not override is not called.
 * Thread-safe.
 */
final class LifecycleCalls {

  /** One method and what it is called with. */
  private interface Call {
    void on(AmqpListener bean);
  }

  private record Waiting(Method method, boolean transacted, Call call) {}

  /** How long createEndpoint may wait for an instance. */
  private static final long BEAN_WAIT_MILLIS = 1000;

  private static final System.Logger LOG = Loggers.of(LifecycleCalls.class);

  private final String endpoint;
  private final MessageEndpointFactory factory;
  private final Executor workers;
  private final Target cancelled;
  private final Target reactivated;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();

  /** All below guarded by {@code this}. */
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** Whether a worker has been asked for, or is here. */
  private boolean scheduled;

  private boolean calling;
  private boolean closed;
  private boolean lost;
  private boolean warned;

  /** A method of the interface; {@code called} if the bean has one of its own. */
  private record Target(Method method, boolean called, boolean transacted) {

    static Target of(MessageEndpointFactory factory, String name, Class<?>... parameters)
        throws NoSuchMethodException {
      Method method = ListenerMethods.of(AmqpListener.class, name, parameters);
      boolean called = ListenerMethods.overrides(factory.getEndpointClass(), method);
      return new Target(method, called, called && factory.isDeliveryTransacted(method));
    }
  }

  /**
   * @throws NoSuchMethodException the server does not know the methods of the interface
   */
  LifecycleCalls(String endpoint, MessageEndpointFactory factory, Executor workers)
      throws NoSuchMethodException {
    this.endpoint = endpoint;
    this.factory = factory;
    this.workers = workers;
    this.cancelled = Target.of(factory, "onCancelled", String.class);
    this.reactivated = Target.of(factory, "onReactivated");
  }

  /** To be told of every state change, in order; does not block. */
  void stateChanged(EndpointEvent event) {
    if (event.from() == event.to()) {
      return;
    }
    if (event.to() == EndpointState.REACTIVATING) {
      String reason = event.reason();
      add(true, cancelled, bean -> bean.onCancelled(reason));
    } else if (event.to() == EndpointState.ACTIVE) {
      add(false, reactivated, AmqpListener::onReactivated);
    } else if (event.to() == EndpointState.DEACTIVATING) {
      drop();
    }
  }

  /** Nothing is called any more; completes when the call that runs, if one does, has returned. */
  CompletableFuture<Void> close() {
    if (drop()) {
      finished.complete(null);
    }
    return finished;
  }

  /** → CLOSED; returns whether no call is under way. */
  private synchronized boolean drop() {
    closed = true;
    waiting.clear();
    return !calling;
  }

  private void add(boolean loss, Target target, Call call) {
    synchronized (this) {
      boolean wasLost = lost;
      lost = loss;
      if (closed || !target.called() || (!loss && !wasLost)) {
        return;
      }
      waiting.add(new Waiting(target.method(), target.transacted(), call));
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    workers.execute(this::run);
  }

  private void run() {
    for (Waiting next = next(); next != null; next = next()) {
      try {
        call(next);
      } catch (Throwable e) {
        // Also a checked exception that a proxy let through.
        failed(next.method(), e);
      }
      // As after a delivery.
      Thread.interrupted();
    }
  }

  private Waiting next() {
    Waiting next;
    boolean end;
    synchronized (this) {
      next = waiting.poll();
      scheduled = next != null;
      calling = next != null;
      end = closed && next == null;
    }
    if (end) {
      finished.complete(null);
    }
    return next;
  }

  private void call(Waiting next) throws ResourceException, NoSuchMethodException {
    MessageEndpoint bean = factory.createEndpoint(null, BEAN_WAIT_MILLIS);
    try {
      if (!next.transacted()) {
        next.call().on((AmqpListener) bean);
        return;
      }
      bean.beforeDelivery(next.method());
      try {
        next.call().on((AmqpListener) bean);
      } finally {
        bean.afterDelivery();
      }
    } finally {
      bean.release();
    }
  }

  private void failed(Method method, Throwable failure) {
    boolean first;
    synchronized (this) {
      first = !warned;
      warned = true;
    }
    LOG.log(
        first ? Level.WARNING : Level.DEBUG,
        "Endpoint {0}: {1} of the bean failed, which changes nothing: {2}",
        endpoint,
        method.getName(),
        String.valueOf(failure));
  }
}
