package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Cancellation;
import io.rabbitra.amqp.ConnectionListener;
import io.rabbitra.amqp.ConnectionNames;
import io.rabbitra.work.AdapterThreads;
import io.rabbitra.work.Cancellable;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * One activation of a message-driven bean: carries out what {@link EndpointStateMachine} decides.
 *
 * <p>One connection for all generations, while it lives; one channel, consumer and bean instance
 * per session. Attempts and releases run on threads of their own, one after the other; no thread is
 * held between them.
 *
 * <p>Thread-safe.
 */
public final class Endpoint {

  /** How long an orderly connection.close may take. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private static final System.Logger LOG = System.getLogger(Endpoint.class.getName());

  private final ActivationSettings settings;
  private final AmqpRuntime runtime;
  private final AdapterThreads threads;
  private final Supplier<BeanInvoker> beans;
  private final EndpointListener listener;
  private final DeliveryCounters counters = new DeliveryCounters();
  private final EndpointStateMachine<Generation> machine;
  private final CompletableFuture<Void> inactive = new CompletableFuture<>();

  /** The attempt that runs, if one does. */
  private final AtomicReference<Cancellation> attempt = new AtomicReference<>();

  /** The generation that is being opened or is open, for what its connection reports. */
  private final AtomicReference<Generation> newest = new AtomicReference<>();

  /** Touched by attempts, releases and the close only, which follow one another. */
  private volatile AmqpConnection connection;

  Endpoint(
      ActivationSettings settings,
      AmqpRuntime runtime,
      Supplier<BeanInvoker> beans,
      EndpointListener listener) {
    this.settings = settings;
    this.runtime = runtime;
    this.threads = runtime.threads();
    this.beans = beans;
    this.listener = listener;
    this.machine =
        new EndpointStateMachine<>(
            settings.name(),
            new Steps(),
            new Backoff(
                settings.reconnectInterval(),
                settings.maxReconnectInterval(),
                () -> ThreadLocalRandom.current().nextDouble()),
            threads.scheduler(),
            Clock.systemUTC());
  }

  /** Returns at once; the endpoint becomes active when the broker lets it. */
  public void activate() {
    machine.activate();
  }

  /**
   * Stops delivery, waits for the calls that run, at most {@code drainTimeout}, and lets go of
   * everything. Bounded; idempotent.
   */
  public void deactivate(String reason) {
    beginDeactivation(reason);
    Duration bound =
        settings
            .drainTimeout()
            .plus(AmqpConnection.RPC_TIMEOUT)
            .plus(CLOSE_TIMEOUT.multipliedBy(2));
    try {
      inactive.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.log(
          Level.WARNING,
          "Endpoint {0} is still {1} after {2} ms; no longer waiting for it",
          settings.name(),
          machine.state(),
          bound.toMillis());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first half of {@link #deactivate}: does not wait. */
  public void beginDeactivation(String reason) {
    machine.deactivate(reason);
  }

  public String name() {
    return settings.name();
  }

  public String destination() {
    return settings.queue();
  }

  public int maxSessions() {
    return settings.maxSessions();
  }

  public EndpointState state() {
    return machine.state();
  }

  public Instant stateSince() {
    return machine.since();
  }

  /** Messages delivered to the bean, successfully or not, since the activation. */
  public long deliveries() {
    return counters.deliveries();
  }

  /** Deliveries that failed: the bean threw or its transaction rolled back. */
  public long failures() {
    return counters.failures();
  }

  /** Sessions whose bean is working now. */
  public int busySessions() {
    return counters.busy();
  }

  private void open(long number) {
    Cancellation cancellation = new Cancellation();
    attempt.set(cancellation);
    if (!machine.wants(number)) {
      // Deactivated before there was something to cancel.
      cancellation.cancel();
    }
    Generation generation = null;
    try {
      AmqpConnection usable = connect(cancellation);
      generation =
          new Generation(
              settings.queue(),
              usable,
              reason -> threads.checks().execute(() -> machine.lost(number, reason)));
      newest.set(generation);
      consume(usable, generation, cancellation);
      if (machine.activated(number, generation, describe(usable))) {
        generation.open();
      } else {
        discard(generation);
        machine.attemptAbandoned();
      }
    } catch (BrokerException e) {
      discard(generation);
      machine.attemptFailed(number, e.kind().name(), e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "Endpoint " + settings.name() + ": cannot activate", e);
      discard(generation);
      machine.attemptFailed(number, e.getClass().getName(), String.valueOf(e));
    }
  }

  private AmqpConnection connect(Cancellation cancellation) throws BrokerException {
    AmqpConnection existing = connection;
    if (existing != null && existing.isOpen()) {
      return existing;
    }
    AtomicReference<AmqpConnection> opened = new AtomicReference<>();
    ConnectionListener onLost =
        failure -> {
          Generation affected = newest.get();
          if (affected != null && affected.connection() == opened.get()) {
            affected.lose("connection lost: " + failure.getMessage());
          }
        };
    String name = ConnectionNames.of(settings.broker(), "mdb " + settings.name());
    AmqpConnection fresh = runtime.open(settings.broker(), name, onLost, cancellation);
    opened.set(fresh);
    connection = fresh;
    return fresh;
  }

  private void consume(AmqpConnection usable, Generation generation, Cancellation cancellation)
      throws BrokerException {
    declare(usable);
    for (int i = 0; i < settings.maxSessions() && !cancellation.isCancelled(); i++) {
      AmqpChannel channel = usable.openChannel();
      ConsumerSession session =
          new ConsumerSession(
              channel, beans.get(), threads.workers(), threads.scheduler(), counters, generation);
      generation.add(session);
      channel.prefetch(settings.prefetch());
      session.consume(settings.queue());
    }
  }

  private void declare(AmqpConnection usable) throws BrokerException {
    switch (settings.declare()) {
      case DECLARE -> {
        AmqpChannel channel = usable.openChannel();
        try {
          channel.declareQueue(settings.queue(), Map.of());
        } catch (BrokerException e) {
          if (e.kind() != BrokerException.Kind.PRECONDITION_FAILED) {
            throw e;
          }
          LOG.log(
              Level.INFO,
              "Endpoint {0}: queue ''{1}'' exists with other arguments and is used as it is",
              settings.name(),
              settings.queue());
        } finally {
          channel.close();
        }
      }
      case PASSIVE -> {
        AmqpChannel channel = usable.openChannel();
        try {
          channel.checkQueue(settings.queue());
        } finally {
          channel.close();
        }
      }
      case NONE -> {
        // basic.consume itself is the probe
      }
    }
  }

  private String describe(AmqpConnection usable) {
    return settings.maxSessions()
        + " consumers of queue '"
        + settings.queue()
        + "' on "
        + usable.address().host()
        + ":"
        + usable.address().port();
  }

  /** Lets go of a generation that nobody has seen a message of. */
  private void discard(Generation generation) {
    if (generation != null) {
      generation.stop();
      try {
        generation.giveBack();
        generation.close();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "Endpoint " + settings.name() + ": cannot let go of an attempt", e);
      }
    }
  }

  private void release(Generation generation) {
    generation.stop();
    try {
      generation.giveBack();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Endpoint " + settings.name() + ": cannot give messages back", e);
    }
    AtomicBoolean once = new AtomicBoolean();
    CompletableFuture<Void> idle = generation.idle();
    Cancellable timeout =
        threads
            .scheduler()
            .schedule(
                settings.drainTimeout(),
                () -> {
                  if (once.compareAndSet(false, true)) {
                    warnOfDrainTimeout(generation);
                    finishRelease(generation);
                  }
                });
    idle.whenComplete(
        (nothing, failure) -> {
          timeout.cancel();
          if (once.compareAndSet(false, true)) {
            threads.control().execute(() -> finishRelease(generation));
          }
        });
  }

  private void warnOfDrainTimeout(Generation generation) {
    LOG.log(
        Level.WARNING,
        "Endpoint {0}: {1} deliveries still run after {2} ms (drainTimeout); their messages will be"
            + " delivered again",
        settings.name(),
        generation.busySessions(),
        settings.drainTimeout().toMillis());
  }

  private void finishRelease(Generation generation) {
    try {
      generation.close();
    } finally {
      machine.released();
    }
  }

  private void close() {
    AmqpConnection open = connection;
    connection = null;
    newest.set(null);
    try {
      if (open != null) {
        open.close(CLOSE_TIMEOUT);
      }
    } finally {
      machine.closed();
    }
  }

  private void changed(EndpointEvent event) {
    boolean good = event.to() == EndpointState.ACTIVE || event.from() != event.to();
    boolean outage = event.to() == EndpointState.REACTIVATING || event.from() == event.to();
    LOG.log(
        outage ? Level.WARNING : Level.INFO,
        good ? "Endpoint {0}: {1} -> {2}: {3}" : "Endpoint {0}: {2}: {3}",
        event.endpoint(),
        event.from(),
        event.to(),
        event.reason());
    try {
      listener.stateChanged(event);
    } finally {
      if (event.to() == EndpointState.INACTIVE) {
        inactive.complete(null);
      }
    }
  }

  /** The machine's actions: what may block is handed to another thread. */
  private final class Steps implements EndpointStateMachine.Actions<Generation> {

    @Override
    public void attempt(long generation) {
      threads.attempts().execute(() -> Endpoint.this.open(generation));
    }

    @Override
    public void cancelAttempt() {
      Cancellation running = attempt.get();
      if (running != null) {
        running.cancel();
      }
    }

    @Override
    public void release(Generation generation) {
      threads.control().execute(() -> Endpoint.this.release(generation));
    }

    @Override
    public void close() {
      threads.control().execute(Endpoint.this::close);
    }

    @Override
    public void changed(EndpointEvent event) {
      Endpoint.this.changed(event);
    }
  }
}
