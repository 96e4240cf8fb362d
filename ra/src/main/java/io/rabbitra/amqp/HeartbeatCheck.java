package io.rabbitra.amqp;

import io.rabbitra.logging.Loggers;
import io.rabbitra.work.Cancellable;
import io.rabbitra.work.Scheduler;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Checks the heartbeat of one connection at twice the negotiated rate (AMQP 0-9-1 section 4.2.7).
 *
 * <p>A heartbeat frame is sent after half an interval without a byte out; the connection is given
 * up after two intervals without a byte in. Before the verdict the event loop has to turn once, for
 * after a long pause of the JVM the peer's bytes may be waiting unread; a loop that does not turn
 * for another half interval is given up too.
 *
 * <p>The connection is held weakly. When its owner lost it without closing it, the check closes the
 * socket and ends: a monitor must not keep a leaked connection alive, nor pretend to the broker
 * that somebody still listens.
 *
 * <p>Runs on the adapter's check threads and never blocks, so a check stuck on one connection is
 * not possible, and none is delayed by another. One run at a time: the next is scheduled by the
 * last.
 */
final class HeartbeatCheck implements Runnable {

  /** What the check may do to the transport; never blocks. */
  interface Transport {
    /** Writes one heartbeat frame. */
    void sendHeartbeat();

    /** Runs the task on the connection's event loop. */
    void onEventLoop(Runnable task);

    /** Closes the socket of a connection that nobody owns any more. */
    void closeLeaked();
  }

  private static final System.Logger LOG = Loggers.of(HeartbeatCheck.class);

  private final WeakReference<AmqpConnection> connection;
  private final String name;
  private final long heartbeatNanos;
  private final ByteActivity activity;
  private final Transport transport;
  private final LongSupplier nanoClock;
  private final Scheduler scheduler;
  private final Executor executor;

  /** The byte-in time that is under suspicion. Only the check itself touches it. */
  private long suspectedSince;

  /** Only the check itself touches it. */
  private boolean suspicious;

  /** Set on the event loop, read by the check. */
  private volatile boolean loopTurned;

  /** Set by {@link #stop}, read by the check. */
  private volatile boolean stopped;

  private volatile Cancellable next;

  HeartbeatCheck(
      AmqpConnection connection,
      Duration heartbeat,
      ByteActivity activity,
      Transport transport,
      LongSupplier nanoClock,
      Scheduler scheduler,
      Executor executor) {
    this.connection = new WeakReference<>(connection);
    this.name = connection.name();
    this.heartbeatNanos = heartbeat.toNanos();
    this.activity = activity;
    this.transport = transport;
    this.nanoClock = nanoClock;
    this.scheduler = scheduler;
    this.executor = executor;
  }

  void start() {
    scheduleIn(heartbeatNanos / 2);
  }

  void stop() {
    stopped = true;
    Cancellable scheduled = next;
    if (scheduled != null) {
      scheduled.cancel();
    }
  }

  @Override
  public void run() {
    if (stopped) {
      return;
    }
    AmqpConnection held = connection.get();
    if (held == null) {
      LOG.log(Level.WARNING, "Connection {0} was dropped without being closed; closing it", name);
      transport.closeLeaked();
      return;
    }
    long now = nanoClock.getAsLong();
    long lastRead = activity.lastRead();
    long silence = now - lastRead;
    if (silence < 2 * heartbeatNanos) {
      suspicious = false;
      scheduleIn(Math.min(untilWriteIsDue(now), 2 * heartbeatNanos - silence));
    } else if (!suspicious || suspectedSince != lastRead) {
      suspicious = true;
      suspectedSince = lastRead;
      loopTurned = false;
      transport.onEventLoop(() -> loopTurned = true);
      scheduleIn(heartbeatNanos / 8);
    } else if (loopTurned) {
      held.giveUp(
          "missed heartbeats: no byte from the broker for "
              + Duration.ofNanos(silence).toMillis()
              + " ms, heartbeat is "
              + Duration.ofNanos(heartbeatNanos).toMillis()
              + " ms");
    } else if (silence < 5 * heartbeatNanos / 2) {
      scheduleIn(heartbeatNanos / 8);
    } else {
      held.giveUp(
          "the event loop does not turn: a callback blocks it, or it got no thread of the"
              + " WorkManager");
    }
  }

  private long untilWriteIsDue(long now) {
    long writeSilence = now - activity.lastWrite();
    if (writeSilence < heartbeatNanos / 2) {
      return Math.max(heartbeatNanos / 2 - writeSilence, heartbeatNanos / 32);
    }
    transport.sendHeartbeat();
    return heartbeatNanos / 2;
  }

  private void scheduleIn(long nanos) {
    if (!stopped) {
      next = scheduler.schedule(Duration.ofNanos(Math.max(nanos, 1_000_000)), executor, this);
    }
  }
}
