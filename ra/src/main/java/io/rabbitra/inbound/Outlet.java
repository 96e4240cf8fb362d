package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.PublishConfirm;
import io.rabbitra.logging.Loggers;
import io.rabbitra.work.AdapterThreads;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes failed messages on a channel of its own and acknowledges each delivery when its copy is
 * confirmed. What cannot be published waits here, unacknowledged at the broker, and is tried again.
 *
 * <pre>
 *   FLOWING ⇄ PAUSED (a timer has it)      any ─ close ─→ CLOSED
 * </pre>
 *
 * <p>In FLOWING one task at a time publishes what waits. Any failure that is not the message's own
 * leads to PAUSED, for a time that grows. After that, and on a new channel, one message goes alone
 * until it is confirmed: a missing exchange or a refusal ends the channel, and what else was on its
 * way there would be in doubt.
 *
 * <p>A message that the broker, or AMQP, takes no copy of (406) holds nobody else up: it goes back
 * to its queue if it may, else it waits for a time of its own and goes alone then.
 *
 * <p>The waiting messages are bounded by the prefetch count of the sessions. Messages of one
 * message-id, or without one, follow one another: a returned message is known by nothing else.
 *
 * <p>Thread-safe. The lock is a leaf: nothing is called while it is held but timers and lanes.
 */
final class Outlet {

  private enum State {
    FLOWING,
    PAUSED,
    CLOSED
  }

  /** So long at a time, then others that wait for the lane get their turn. */
  private static final long TURN_NANOS = Duration.ofMillis(50).toNanos();

  /** Before a message goes back that cannot be published: it may come again at once. */
  private static final Duration REFUSED_PAUSE = Duration.ofSeconds(1);

  private static final System.Logger LOG = Loggers.of(Outlet.class);

  private final String name;
  private final OutletChannel channel;
  private final AdapterThreads threads;
  private final Backoff backoff;
  private final Runnable onPublished;
  private final Runnable onWentBack;
  private final Object lock = new Object();

  /** Everything that is not settled, waiting or not. Guarded by {@code lock}. */
  private final Set<Handover> taken = new LinkedHashSet<>();

  /** Guarded by {@code lock}. */
  private final Deque<Handover> waiting = new ArrayDeque<>();

  /** What waits for a time of its own, being refused. Guarded by {@code lock}. */
  private final Set<Handover> aside = new HashSet<>();

  /** The ids of what was published and is not confirmed. Guarded by {@code lock}. */
  private final Set<String> underWay = new HashSet<>();

  /** Guarded by {@code lock}. */
  private State state = State.FLOWING;

  /** Whether a task publishes, or will. Guarded by {@code lock}. */
  private boolean publishing;

  /** Whether the next message goes alone. Guarded by {@code lock}. */
  private boolean probing = true;

  /** Whether a refusal of one message that goes back was reported. Guarded by {@code lock}. */
  private boolean saidRefused;

  /** The kind of the last failure, null if there was none since a success. Guarded by lock. */
  private BrokerException.Kind problem;

  /**
   * @param name for people: what is published for whom
   * @param onPublished counts
   * @param onWentBack counts what went back to its queue instead
   */
  Outlet(
      String name,
      OutletChannel channel,
      AdapterThreads threads,
      Backoff backoff,
      Runnable onPublished,
      Runnable onWentBack) {
    this.name = name;
    this.channel = channel;
    this.threads = threads;
    this.backoff = backoff;
    this.onPublished = onPublished;
    this.onWentBack = onWentBack;
  }

  /** Takes a failed message over; does not block. */
  void take(Handover handover) {
    boolean accepted;
    synchronized (lock) {
      accepted = state != State.CLOSED;
      if (accepted) {
        taken.add(handover);
        waiting.add(handover);
      }
    }
    if (accepted) {
      wake();
    } else {
      handover.goBack();
    }
  }

  /**
   * Completes when everything taken over is settled or its feed is closed. What the broker did not
   * take so far goes back to its queue now; the rest has one more try.
   */
  CompletableFuture<Void> settled() {
    List<Handover> back = new ArrayList<>();
    List<CompletableFuture<Void>> open = new ArrayList<>();
    synchronized (lock) {
      for (Handover handover : taken) {
        handover.becomesLastTry();
        if (aside.remove(handover) || (state == State.PAUSED && waiting.remove(handover))) {
          back.add(handover);
        } else if (handover.isWanted()) {
          open.add(handover.done());
        }
      }
    }
    back.forEach(this::goBack);
    return CompletableFuture.allOf(open.toArray(new CompletableFuture<?>[0]));
  }

  /** What is not confirmed stays with the broker. */
  void close() {
    List<Handover> left;
    synchronized (lock) {
      state = State.CLOSED;
      left = List.copyOf(taken);
      taken.clear();
      waiting.clear();
      aside.clear();
    }
    left.forEach(Handover::goBack);
  }

  private void wake() {
    boolean start;
    synchronized (lock) {
      start = state == State.FLOWING && !publishing && !waiting.isEmpty();
      publishing |= start;
    }
    if (start) {
      // The lane for what may have to open a connection.
      threads.attempts().execute(this::publishAll);
    }
  }

  private void publishAll() {
    long begin = System.nanoTime();
    Handover next = null;
    boolean orderly = false;
    try {
      while (System.nanoTime() - begin < TURN_NANOS) {
        next = next();
        if (next == null) {
          orderly = true;
          return;
        }
        publish(next);
        next = null;
      }
      threads.attempts().execute(this::publishAll);
      orderly = true;
    } finally {
      if (!orderly) {
        broken(next);
      }
    }
  }

  /** The publishing task ends by a throwable: another one follows after a pause. */
  private void broken(Handover last) {
    synchronized (lock) {
      publishing = false;
      if (last != null && taken.contains(last) && !waiting.contains(last)) {
        underWay.remove(last.messageId());
        waiting.add(last);
      }
      pause();
    }
  }

  /** The next message that may be published now; with null the publishing task is over. */
  private Handover next() {
    List<Handover> gone = new ArrayList<>();
    Handover found = null;
    synchronized (lock) {
      if (state == State.FLOWING && !(probing && !underWay.isEmpty())) {
        Iterator<Handover> candidates = waiting.iterator();
        while (found == null && candidates.hasNext()) {
          Handover candidate = candidates.next();
          if (!candidate.isWanted()) {
            candidates.remove();
            taken.remove(candidate);
            gone.add(candidate);
          } else if (candidate.goesAlone() && !underWay.isEmpty()) {
            break;
          } else if (underWay.add(candidate.messageId())) {
            candidates.remove();
            probing |= candidate.goesAlone();
            found = candidate;
          }
        }
      }
      publishing = found != null;
    }
    gone.forEach(Handover::drop);
    return found;
  }

  private void publish(Handover handover) {
    PublishConfirm confirm;
    try {
      confirm = channel.publish(handover, this::needsPreparation);
    } catch (BrokerException e) {
      failed(handover, e);
      return;
    } catch (RuntimeException | Error e) {
      try {
        LOG.log(Level.ERROR, name + ": a failed message cannot be published", e);
        channel.abandon();
      } finally {
        failed(handover, new BrokerException(BrokerException.Kind.PROTOCOL, e.toString(), e));
      }
      return;
    }
    // Told on an event loop, which must not wait for the lock of a channel.
    confirm.onSettled(failure -> threads.control().execute(() -> settled(handover, failure)));
  }

  private boolean needsPreparation(boolean fresh) {
    synchronized (lock) {
      probing |= fresh;
      return probing;
    }
  }

  private void settled(Handover handover, BrokerException failure) {
    if (failure != null) {
      failed(handover, failure);
      return;
    }
    boolean mine;
    BrokerException.Kind healed;
    synchronized (lock) {
      mine = taken.remove(handover);
      underWay.remove(handover.messageId());
      probing = false;
      healed = problem;
      problem = null;
      backoff.reset();
    }
    if (healed != null) {
      LOG.log(Level.INFO, "{0}: the broker takes failed messages again", name);
    }
    try {
      if (mine) {
        handover.acknowledge();
        onPublished.run();
      }
    } finally {
      wake();
    }
  }

  private void failed(Handover handover, BrokerException failure) {
    boolean refused = handover.isRefusedBy(failure);
    boolean ofUser = failure.kind() == BrokerException.Kind.ACCESS_REFUSED;
    boolean again = refused && !ofUser && handover.becomesBrief();
    boolean report = false;
    boolean back = false;
    boolean later = false;
    synchronized (lock) {
      underWay.remove(handover.messageId());
      if (!taken.contains(handover)) {
        return;
      }
      if (again) {
        waiting.addFirst(handover);
      } else if (refused) {
        back = handover.isLastTry();
        later = !back && handover.mayGoBack();
        report = ofUser ? notes(failure) : isFirstRefusal(handover);
        if (!back && !later) {
          aside.add(handover);
          threads.scheduler().schedule(handover.nextPause(), () -> retry(handover));
        }
      } else {
        back = handover.isLastTry();
        if (!back) {
          // At the end: it may be the only one that the broker does not take.
          waiting.add(handover);
        }
        report = notes(failure);
        pause();
      }
    }
    if (report) {
      LOG.log(Level.WARNING, handover.reportOf(failure), name, failure.getMessage());
    }
    if (back) {
      goBack(handover);
    } else if (later) {
      threads.scheduler().schedule(REFUSED_PAUSE, () -> goBack(handover));
    }
    wake();
  }

  /** What goes back is another handover when it is refused the next time. Under the lock. */
  private boolean isFirstRefusal(Handover handover) {
    boolean said = handover.mayGoBack() && saidRefused;
    saidRefused |= handover.mayGoBack();
    return handover.becomesRefused() && !said;
  }

  /** A message that was refused has its turn again. */
  private void retry(Handover handover) {
    synchronized (lock) {
      if (aside.remove(handover)) {
        waiting.add(handover);
      }
    }
    wake();
  }

  /** Whether the broker has refused the last copy to the user, and so what failed goes back. */
  boolean isRefusedToUser() {
    synchronized (lock) {
      return problem == BrokerException.Kind.ACCESS_REFUSED;
    }
  }

  private void goBack(Handover handover) {
    boolean mine;
    synchronized (lock) {
      mine = taken.remove(handover);
    }
    if (mine) {
      handover.goBack();
      onWentBack.run();
    }
  }

  /** Whether this is another problem than the last one. Under the lock. */
  private boolean notes(BrokerException failure) {
    boolean other = problem != failure.kind();
    problem = failure.kind();
    return other && state != State.CLOSED;
  }

  /** Under the lock. */
  private void pause() {
    probing = true;
    if (state == State.FLOWING) {
      state = State.PAUSED;
      threads.scheduler().schedule(backoff.next(), this::resume);
    }
  }

  private void resume() {
    synchronized (lock) {
      if (state == State.PAUSED) {
        state = State.FLOWING;
      }
    }
    wake();
  }
}
