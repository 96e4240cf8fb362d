package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Cancellation;
import io.rabbitra.logging.Loggers;
import io.rabbitra.work.AdapterThreads;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

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

  private static final System.Logger LOG = Loggers.of(Endpoint.class);

  private final ActivationSettings settings;
  private final EndpointConnection connection;
  private final AdapterThreads threads;
  private final Source source;
  private final FailurePolicy failures;
  private final Beans beans;
  private final EndpointListener listener;
  private final DeliveryCounters counters;
  private final Elasticity.Pace pace;
  private final SessionSupport support;
  private final BoundedWait bounded;
  private final EndpointStateMachine<Generation> machine;
  private final CompletableFuture<Void> inactive = new CompletableFuture<>();

  /** The attempt that runs, if one does. */
  private final AtomicReference<Cancellation> attempt = new AtomicReference<>();

  /** The generation that is being opened or is open, for what its connection reports. */
  private final AtomicReference<Generation> newest = new AtomicReference<>();

  Endpoint(
      ActivationSettings settings,
      AmqpRuntime runtime,
      Source source,
      FailurePolicy failures,
      DeliveryCounters counters,
      Beans beans,
      Reactions reactions,
      EndpointListener listener) {
    this.settings = settings;
    this.connection =
        new EndpointConnection(settings.name(), settings.broker(), runtime, this::connectionLost);
    this.threads = runtime.threads();
    this.source = source;
    this.failures = failures;
    this.counters = counters;
    this.beans = beans;
    this.listener = listener;
    this.pace = reactions.pace();
    this.support =
        SessionSupport.of(
            settings, threads, counters, failures, beans.transacted(), reactions.longDelivery());
    this.bounded = new BoundedWait(threads.scheduler(), threads.control());
    this.machine =
        new EndpointStateMachine<>(
            settings.name(),
            new Steps(),
            new Backoff(settings.reconnect(), () -> ThreadLocalRandom.current().nextDouble()),
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
            // Of the bean's own connections, of that for failed messages, of that for deliveries.
            .plus(EndpointConnection.CLOSE_TIMEOUT.multipliedBy(3));
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
    return settings.source().destinationName();
  }

  /** Sessions that there are always. */
  public int minSessions() {
    return settings.sessions().min();
  }

  public int maxSessions() {
    return settings.sessions().max();
  }

  /** Sessions at this moment; none while the endpoint does not consume. */
  public int sessions() {
    Generation now = newest.get();
    return now == null ? 0 : now.size();
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

  /** Failed messages that were put back for another attempt, at once or after a delay. */
  public long redelivered() {
    return counters.redeliveredMessages();
  }

  /** Failed messages that were given up: dead-lettered by the endpoint, or left to their queue. */
  public long deadLettered() {
    return counters.deadLetteredMessages();
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
    boolean activated = false;
    try {
      AmqpConnection usable = connection.get(cancellation);
      generation =
          new Generation(
              source.describe(),
              usable,
              settings.sessions(),
              !settings.source().hasSingleActiveConsumer(),
              this::newSession,
              this::elasticity,
              reason -> threads.checks().execute(() -> machine.lost(number, reason)));
      newest.set(generation);
      consume(usable, generation, cancellation);
      activated = machine.activated(number, generation, describe(usable));
      if (activated) {
        generation.open();
      } else {
        discard(generation);
        machine.attemptAbandoned();
      }
    } catch (BrokerException e) {
      discard(generation);
      if (settings.source().missingQueue().givesUpAfter(e)) {
        giveUp(number, e);
      } else {
        machine.attemptFailed(number, e.kind().name(), e.getMessage());
      }
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "Endpoint " + settings.name() + ": cannot activate", e);
      if (activated) {
        // It belongs to the machine, which has it released.
        machine.lost(number, String.valueOf(e));
      } else {
        discard(generation);
        machine.attemptFailed(number, e.getClass().getName(), String.valueOf(e));
      }
    }
  }

  private void connectionLost(AmqpConnection lost, String reason) {
    Generation affected = newest.get();
    if (affected != null && affected.connection() == lost) {
      affected.lose(reason);
    }
  }

  private void giveUp(long number, BrokerException missing) {
    if (machine.gaveUp(number, missing.getMessage())) {
      LOG.log(
          Level.ERROR,
          "Endpoint {0} has given up, as missingQueue = fail asks for: {1}; it stays inactive until"
              + " the server activates it again",
          settings.name(),
          missing.getMessage());
    }
  }

  private void consume(AmqpConnection usable, Generation generation, Cancellation cancellation)
      throws BrokerException {
    generation.consumes(
        source.open(
            usable, consumption -> generation.begin(consumption, cancellation::isCancelled)));
  }

  private ConsumerSession newSession(ConsumerSession.Losses losses, Neighbours neighbours) {
    return new ConsumerSession(support, beans.invoker(), losses, neighbours);
  }

  private Elasticity elasticity(Elasticity.Sessions sessions) {
    return new Elasticity(
        settings.name(),
        settings.sessions(),
        pace,
        sessions,
        threads.scheduler(),
        threads.checks(),
        threads.attempts());
  }

  private String describe(AmqpConnection usable) {
    return settings.sessions().min()
        + " consumers of "
        + source.describe()
        + " on "
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
    bounded.await(
        generation.idle().thenCompose(nothing -> failures.settled()),
        settings.drainTimeout(),
        () -> warnOfDrainTimeout(generation),
        () -> finishRelease(generation));
  }

  private void warnOfDrainTimeout(Generation generation) {
    LOG.log(
        Level.WARNING,
        "Endpoint {0}: {1} deliveries still run after {2} ms (drainTimeout); their messages will be"
            + " delivered again",
        settings.name(),
        generation.unfinishedSessions(),
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
    newest.set(null);
    if (beans.lifecycle() == null) {
      closeConnection();
      return;
    }
    bounded.await(
        beans.lifecycle().close(),
        EndpointConnection.CLOSE_TIMEOUT,
        () ->
            LOG.log(
                Level.WARNING,
                "Endpoint {0}: a bean that was told of a loss or a return has not returned itself;"
                    + " no longer waiting for it",
                settings.name()),
        this::closeConnection);
  }

  private void closeConnection() {
    try {
      failures.close();
      connection.close();
    } finally {
      machine.closed();
    }
  }

  private void changed(EndpointEvent event) {
    event.log(LOG);
    try {
      if (beans.lifecycle() != null) {
        beans.lifecycle().stateChanged(event);
      }
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
