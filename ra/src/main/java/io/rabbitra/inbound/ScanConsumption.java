package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.selector.Found;
import io.rabbitra.selector.QueueScan;
import io.rabbitra.selector.ScanRounds;
import io.rabbitra.work.AdapterThreads;
import io.rabbitra.work.Cancellable;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Rounds of a {@link QueueScan}, whose finds go to the sessions of one generation.
 *
 * <pre>
 *   NEW ── start ──→ WAITING ⇄ SEARCHING (a thread for scans has it)
 *    │                  │          └── the scan fails: the sessions are told ──┐
 *    └── close ─────────┴── the last feed is cancelled, close ─────────────────┴─→ STOPPED
 * </pre>
 *
 * <p>A round is due when the {@link ScanRounds} say so and at least one session has nothing to do;
 * while none has, the queue is asked for every 250 ms, so that its end is noticed. A round takes no
 * more than the prefetch count and the sessions that wait; what it finds goes to the sessions that
 * have least; before RabbitMQ 4.3 what it finds beyond stays with the scan for them. No thread is
 * held between rounds, nor while another scan has the queue. Thread-safe.
 */
final class ScanConsumption implements Consumption {

  /** How often the queue is looked at while every session is busy. */
  private static final Duration BUSY = Duration.ofMillis(250);

  private static final long ROUND_CHECK_NANOS = Duration.ofMillis(20).toNanos();

  private enum State {
    NEW,
    WAITING,
    SEARCHING,
    STOPPED
  }

  private final String queue;
  private final QueueScan scan;
  private final ScanRounds rounds;
  private final MessageFilter filter;
  private final int prefetch;
  private final AdapterThreads threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roundEnded = lock.newCondition();

  /** Guarded by {@code lock}. */
  private final List<ScanFeed> feeds = new ArrayList<>();

  /** Guarded by {@code lock}. */
  private State state = State.NEW;

  /** Whether a thread is in {@link #round}, also after STOPPED. Guarded by {@code lock}. */
  private boolean inRound;

  /** Null unless WAITING. Guarded by {@code lock}. */
  private Cancellable next;

  /** Whether the next round waits for a session, not for the queue. Guarded by {@code lock}. */
  private boolean waitsForSession;

  ScanConsumption(
      String queue, QueueScan scan, MessageFilter filter, int prefetch, AdapterThreads threads) {
    this.queue = queue;
    this.scan = scan;
    this.rounds = new ScanRounds(scan);
    this.filter = filter;
    this.prefetch = prefetch;
    this.threads = threads;
  }

  /**
   * Asks for the queue.
   *
   * @throws BrokerException {@code NOT_FOUND} if there is none
   */
  void requireQueue() throws BrokerException {
    scan.ready();
  }

  /** The first feeds are there: the rounds begin. */
  void start() {
    lock.lock();
    try {
      if (state == State.NEW) {
        waitFor(Duration.ZERO);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Feed feed(DeliveryListener listener) {
    ScanFeed feed = new ScanFeed(queue, scan, listener, this);
    lock.lock();
    try {
      feeds.add(feed);
    } finally {
      lock.unlock();
    }
    return feed;
  }

  @Override
  public void close() {
    stop();
    try {
      if (scan.isOpen()) {
        for (Found one : scan.drainExcess()) {
          scan.giveBack(one.tag());
        }
      }
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(Level.DEBUG, "The scan is gone already: {0}", e.getMessage());
    }
    scan.close();
  }

  /** A feed has fewer messages than before. */
  void settled() {
    lock.lock();
    try {
      if (state == State.WAITING && waitsForSession && room() > 0) {
        next.cancel();
        waitFor(Duration.ZERO);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A feed wants no more; after the last one there is nothing to search for. */
  void left(ScanFeed feed) {
    boolean last;
    lock.lock();
    try {
      if (!feeds.remove(feed)) {
        // It has left before: nothing to wait for again.
        return;
      }
      last = feeds.isEmpty();
    } finally {
      lock.unlock();
    }
    if (last) {
      stop();
    }
  }

  /** No round begins any more; one that runs gives back what it has. Bounded. */
  private void stop() {
    lock.lock();
    try {
      state = State.STOPPED;
      if (next != null) {
        next.cancel();
      }
    } finally {
      lock.unlock();
    }
    awaitEndOfRound();
  }

  private void awaitEndOfRound() {
    long left = AmqpConnection.RPC_TIMEOUT.toNanos();
    lock.lock();
    try {
      while (inRound && left > 0) {
        // Again and again, for it may not have begun with its scan yet.
        scan.stopRound();
        left -= ROUND_CHECK_NANOS - roundEnded.awaitNanos(ROUND_CHECK_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void round() {
    int room;
    lock.lock();
    try {
      if (state != State.WAITING) {
        return;
      }
      state = State.SEARCHING;
      inRound = true;
      next = null;
      room = room();
    } finally {
      lock.unlock();
    }
    BrokerException failure = null;
    try {
      if (room > 0) {
        distribute(
            rounds.searchIfFree(
                found -> filter.wants(found.envelope(), found.properties(), found.body()), room));
      } else if (!scan.isBlocked()) {
        scan.ready();
      }
    } catch (BrokerException e) {
      failure = e;
    } catch (RuntimeException e) {
      ConsumerSession.LOG.log(Level.ERROR, "A round through a queue failed", e);
      failure = new BrokerException(BrokerException.Kind.PROTOCOL, String.valueOf(e), e);
    } finally {
      ended(failure);
    }
  }

  private void ended(BrokerException failure) {
    List<ScanFeed> toTell = List.of();
    lock.lock();
    try {
      inRound = false;
      roundEnded.signalAll();
      if (state == State.SEARCHING && failure != null) {
        state = State.STOPPED;
        toTell = List.copyOf(feeds);
      } else if (state == State.SEARCHING) {
        waitsForSession = room() == 0;
        waitFor(waitsForSession ? BUSY : Duration.ofNanos(rounds.nanosUntilNext()));
      }
    } finally {
      lock.unlock();
    }
    for (ScanFeed feed : toTell) {
      feed.closed(failure);
    }
  }

  /** Under {@code lock}. */
  private void waitFor(Duration pause) {
    state = State.WAITING;
    next = threads.scheduler().schedule(pause, threads.scans(), this::round);
  }

  /** How many messages the sessions can have now; 0 while none of them waits for one. */
  private int room() {
    int outstanding = feeds.stream().mapToInt(ScanFeed::unsettled).sum();
    boolean waiting = feeds.stream().anyMatch(feed -> feed.unsettled() == 0);
    return waiting ? Math.max(1, prefetch - outstanding) : 0;
  }

  private void distribute(List<Found> found) throws BrokerException {
    for (Found one : found) {
      boolean taken = false;
      for (ScanFeed feed : byLoad()) {
        taken = feed.offer(one);
        if (taken) {
          break;
        }
      }
      if (!taken) {
        scan.giveBack(one.tag());
      }
    }
  }

  private List<ScanFeed> byLoad() {
    lock.lock();
    try {
      List<ScanFeed> sorted = new ArrayList<>(feeds);
      sorted.sort(Comparator.comparingInt(ScanFeed::unsettled));
      return sorted;
    } finally {
      lock.unlock();
    }
  }
}
