package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.work.Scheduler;
import jakarta.resource.spi.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One consumer on its own channel and the bean instance it feeds: one message at a time, in order.
 *
 * <pre>
 *   FILLING ─ open ─→ IDLE ⇄ BUSY (a worker has it or will) ⇄ HELD (a timer has it)
 *      └───────── stop ─┴────────┴────────────────────────────┴──→ STOPPED
 * </pre>
 *
 * <p>FILLING: its generation is not active yet; deliveries wait. HELD: the container has no bean
 * instance, or the last delivery failed; the next one waits without a worker. STOPPED: nothing new
 * reaches the bean; the call that runs may finish and is settled on this channel, then {@link
 * #idle} completes.
 *
 * <p>Deliveries arrive on an event loop and only fill the buffer, which the broker bounds by the
 * prefetch count. The lock is a leaf: nothing is called while it is held.
 */
final class ConsumerSession implements DeliveryListener, Runnable {

  static final System.Logger LOG = System.getLogger(ConsumerSession.class.getName());

  /** So long at a time, then other sessions that wait for a worker get their turn. */
  private static final long TURN_NANOS = Duration.ofMillis(50).toNanos();

  private static final Duration BEAN_WAIT = Duration.ofMillis(250);

  /** What a session tells its generation; called on an event loop, hands over. */
  interface Losses {
    void cancelled();

    void closed(BrokerException failure);
  }

  private enum State {
    FILLING,
    IDLE,
    BUSY,
    HELD,
    STOPPED
  }

  private static final Duration FIRST_FAILURE_PAUSE = Duration.ofMillis(100);

  private static final Duration LONGEST_FAILURE_PAUSE = Duration.ofSeconds(5);

  private final AmqpChannel channel;
  private final Settlement.Source source;
  private final BeanInvoker bean;
  private final Executor workers;
  private final Scheduler scheduler;
  private final DeliveryCounters counters;
  private final Losses losses;
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private final Object lock = new Object();

  /** Written by the attempt that opens and the task that releases the generation, in this order. */
  private volatile String consumerTag;

  /**
   * The broker has ended the consumer, so that there is nothing to cancel. Set by an event loop.
   */
  private volatile boolean cancelledByBroker;

  /** Guarded by {@code lock}. */
  private final Deque<Delivery> buffer = new ArrayDeque<>();

  /** Guarded by {@code lock}. */
  private State state = State.FILLING;

  /** Touched by one worker after the other, with {@code lock} taken in between. */
  private int failuresInARow;

  /** Whether a worker is in {@link #run}, also after STOPPED. Guarded by {@code lock}. */
  private boolean inWorker;

  ConsumerSession(
      AmqpChannel channel,
      BeanInvoker bean,
      Executor workers,
      Scheduler scheduler,
      DeliveryCounters counters,
      Losses losses) {
    this.channel = channel;
    this.source = Settlement.Source.of(channel);
    this.bean = bean;
    this.workers = workers;
    this.scheduler = scheduler;
    this.counters = counters;
    this.losses = losses;
  }

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    boolean wake;
    synchronized (lock) {
      // Also when STOPPED: what comes until the consumer is cancelled has to be given back.
      buffer.add(new Delivery(envelope, properties, body));
      wake = wakeIfIdle();
    }
    if (wake) {
      workers.execute(this);
    }
  }

  @Override
  public void cancelled() {
    cancelledByBroker = true;
    losses.cancelled();
  }

  @Override
  public void closed(BrokerException failure) {
    losses.closed(failure);
  }

  /** The generation is active: what has arrived may be delivered. */
  void open() {
    boolean wake = false;
    synchronized (lock) {
      if (state == State.FILLING) {
        state = State.IDLE;
        wake = wakeIfIdle();
      }
    }
    if (wake) {
      workers.execute(this);
    }
  }

  /** Nothing new reaches the bean from now on. Does not block; may be called on an event loop. */
  void stop() {
    boolean now;
    synchronized (lock) {
      state = State.STOPPED;
      now = !inWorker;
    }
    if (now) {
      idle.complete(null);
    }
  }

  /** Completes when {@link #stop} was called and no delivery is under way. */
  CompletableFuture<Void> idle() {
    return idle;
  }

  /** basic.consume. Deliveries may arrive before it returns. */
  void consume(String queue) throws BrokerException {
    consumerTag = channel.consume(queue, Map.of(), this);
  }

  /** basic.cancel: when it returns, the broker sends no more. */
  void cancelConsumer() {
    String tag = consumerTag;
    consumerTag = null;
    if (tag == null || cancelledByBroker || !channel.isOpen()) {
      return;
    }
    try {
      channel.cancel(tag);
    } catch (BrokerException e) {
      LOG.log(System.Logger.Level.DEBUG, "The consumer is gone already: {0}", e.getMessage());
    }
  }

  /**
   * Hands the deliveries that no bean has seen back to the broker, so that they do not count as
   * attempts. To be called after {@link #stop}, when the broker sends no more.
   */
  void giveBack() {
    List<Delivery> undelivered;
    boolean alone;
    synchronized (lock) {
      undelivered = new ArrayList<>(buffer);
      buffer.clear();
      alone = !inWorker;
    }
    if (undelivered.isEmpty() || !channel.isOpen()) {
      return;
    }
    try {
      if (alone && !bean.hasUndecided()) {
        channel.giveBack(undelivered.get(undelivered.size() - 1).tag(), true);
      } else {
        for (Delivery delivery : undelivered) {
          channel.giveBack(delivery.tag(), false);
        }
      }
    } catch (BrokerException e) {
      LOG.log(System.Logger.Level.DEBUG, "The channel is gone, and with it what it had: {0}", e);
    }
  }

  /** Lets go of channel and bean instance; bounded. To be called when no delivery is under way. */
  void close() {
    channel.close();
    if (idle.isDone()) {
      bean.release();
    }
  }

  @Override
  public void run() {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < TURN_NANOS) {
      if (!enter()) {
        return;
      }
      try {
        bean.prepare(BEAN_WAIT.toMillis());
      } catch (UnavailableException | RuntimeException | LinkageError e) {
        LOG.log(System.Logger.Level.DEBUG, "No bean instance now: {0}", String.valueOf(e));
        hold(BEAN_WAIT);
        return;
      }
      Delivery delivery = take();
      if (delivery == null) {
        return;
      }
      BeanInvoker.Verdict verdict = deliver(delivery);
      if (verdict == BeanInvoker.Verdict.NOT_ATTEMPTED) {
        putBack(delivery);
        hold(BEAN_WAIT);
        return;
      }
      if (verdict == BeanInvoker.Verdict.REJECT) {
        hold(failurePause());
        return;
      }
      failuresInARow = 0;
    }
    yieldTurn();
  }

  private BeanInvoker.Verdict deliver(Delivery delivery) {
    Settlement settlement = new Settlement(source, delivery.tag());
    counters.begin();
    BeanInvoker.Verdict verdict = BeanInvoker.Verdict.REJECT;
    try {
      verdict = bean.invoke(delivery, settlement);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "A delivery failed outside of the bean", e);
    }
    // A bean or the server may leave the thread interrupted; what follows must not suffer.
    Thread.interrupted();
    switch (verdict) {
      case ACCEPT -> settlement.accept();
      case REJECT -> settlement.reject();
      case SETTLED_BY_TRANSACTION -> {
        // The transaction manager calls the XAResource, if it has not done so yet.
      }
      case NOT_ATTEMPTED -> {
        // Stays with this session: what the server could not do must not count against the message.
      }
    }
    counters.end(verdict);
    return verdict;
  }

  /**
   * A bean whose database is down for a second must not use up the delivery limit of every message
   * within milliseconds, nor keep a core busy with a message it will never accept.
   */
  private Duration failurePause() {
    Duration pause = FIRST_FAILURE_PAUSE.multipliedBy(1L << Math.min(failuresInARow, 10));
    failuresInARow++;
    return pause.compareTo(LONGEST_FAILURE_PAUSE) > 0 ? LONGEST_FAILURE_PAUSE : pause;
  }

  /** Whether there is something to deliver; otherwise this run is over. */
  private boolean enter() {
    boolean stopped;
    synchronized (lock) {
      stopped = state == State.STOPPED;
      inWorker = !stopped && !buffer.isEmpty();
      if (inWorker) {
        state = State.BUSY;
        return true;
      }
      if (!stopped) {
        state = State.IDLE;
      }
    }
    if (stopped) {
      finish();
    }
    return false;
  }

  /** The next delivery, or null if this run is over: the session was stopped meanwhile. */
  private Delivery take() {
    synchronized (lock) {
      if (state != State.STOPPED) {
        return buffer.remove();
      }
      inWorker = false;
    }
    finish();
    return null;
  }

  private void putBack(Delivery delivery) {
    synchronized (lock) {
      buffer.addFirst(delivery);
    }
  }

  /** Waits without a worker; the messages wait here, not at the broker. */
  private void hold(Duration pause) {
    if (leave(State.HELD)) {
      scheduler.schedule(pause, workers, this);
    }
  }

  private void yieldTurn() {
    if (leave(State.BUSY)) {
      workers.execute(this);
    }
  }

  /** Leaves the worker; returns false if the session is stopped and so has nothing to wait for. */
  private boolean leave(State next) {
    boolean stopped;
    synchronized (lock) {
      inWorker = false;
      stopped = state == State.STOPPED;
      if (!stopped) {
        state = next;
      }
    }
    if (stopped) {
      finish();
    }
    return !stopped;
  }

  /** Whoever waited for this run may have given up, and left the release to it. */
  private void finish() {
    bean.release();
    idle.complete(null);
  }

  private boolean wakeIfIdle() {
    if (state == State.IDLE && !buffer.isEmpty()) {
      state = State.BUSY;
      return true;
    }
    return false;
  }
}
