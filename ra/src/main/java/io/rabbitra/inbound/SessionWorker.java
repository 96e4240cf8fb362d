package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import jakarta.resource.spi.RetryableUnavailableException;
import jakarta.resource.spi.UnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * The part of a {@link ConsumerSession} that works: takes one delivery after the other to the bean,
 * and waits without a thread when the bean fails or the server has none. {@link SessionBuffer} sees
 * that one thread at a time runs it.
 */
final class SessionWorker implements Runnable {

  /** So long at a time, then other sessions that wait for a worker get their turn. */
  private static final long TURN_NANOS = Duration.ofMillis(50).toNanos();

  /** How long createEndpoint may wait for an instance. */
  private static final Duration BEAN_WAIT = Duration.ofMillis(250);

  private static final Duration RETRYABLE_PAUSE = Duration.ofMillis(100);

  private static final Duration LONGEST_BEAN_PAUSE = Duration.ofSeconds(4);

  /**
   * A bean whose database is down for a second must not use up the delivery limit of every message
   * within milliseconds, nor keep a core busy with a message it will never accept.
   */
  private static final Duration FIRST_FAILURE_PAUSE = Duration.ofMillis(100);

  private static final Duration LONGEST_FAILURE_PAUSE = Duration.ofSeconds(5);

  private final SessionSupport support;
  private final BeanInvoker bean;
  private final ConsumerSession session;
  private final SessionBuffer buffer;
  private final Neighbours neighbours;
  private final LongDeliveries longDeliveries;
  private final FailurePolicy failures;

  // The rest is touched by one worker after the other, with the buffer's lock taken in between.
  private final GrowingPause beanPause = new GrowingPause(BEAN_WAIT, LONGEST_BEAN_PAUSE);
  private final GrowingPause failurePause =
      new GrowingPause(FIRST_FAILURE_PAUSE, LONGEST_FAILURE_PAUSE);
  private boolean shortOfBeans;

  SessionWorker(
      SessionSupport support,
      BeanInvoker bean,
      ConsumerSession session,
      SessionBuffer buffer,
      Neighbours neighbours) {
    this.support = support;
    this.bean = bean;
    this.session = session;
    this.buffer = buffer;
    this.neighbours = neighbours;
    this.failures = new UncountedAtStop(support.failures(), support.counters(), buffer::isStopped);
    this.longDeliveries =
        new LongDeliveries(
            support.endpoint(),
            support.longDelivery(),
            support.scheduler(),
            support.nanoTime(),
            ConsumerSession.LOG,
            neighbours::share);
  }

  /** Whether its bean has been busy with one delivery for very long. */
  boolean isStuck() {
    return longDeliveries.underWay();
  }

  @Override
  public void run() {
    try {
      turn();
    } catch (RuntimeException | Error e) {
      // Such as no memory. The session goes on, or its messages would wait for ever.
      ConsumerSession.LOG.log(
          Level.ERROR, "Endpoint " + support.endpoint() + ": a session failed; it goes on", e);
      hold(failurePause.next());
    }
  }

  private void turn() {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < TURN_NANOS) {
      if (!enter() || !prepareBean()) {
        return;
      }
      Taken taken = session.take();
      if (taken == null) {
        taken = neighbours.take();
      }
      if (taken == null || discardIfExpired(taken)) {
        continue;
      }
      Duration pause = deliver(taken);
      if (!pause.isZero()) {
        hold(pause);
        return;
      }
    }
    leaveBeanToOthers();
    if (buffer.leaveBusy()) {
      support.workers().execute(this);
    } else {
      finish();
    }
  }

  /** Whether there is something to deliver; otherwise the session is left. */
  private boolean enter() {
    boolean own = buffer.hasWaiting();
    boolean elsewhere = !own && neighbours.haveWaiting();
    // Asked after hasWaiting, for a stop hides what waits.
    if (!own && !elsewhere && !buffer.isStopped()) {
      session.flush();
      // If it was short of one, others had one for what waited here.
      hasBean();
      leaveBeanToOthers();
    }
    return switch (buffer.enter(elsewhere)) {
      case WORK -> true;
      case NOTHING -> false;
      case STOPPED -> {
        finish();
        yield false;
      }
    };
  }

  /** Whether there is a bean instance; otherwise the session is left. */
  private boolean prepareBean() {
    try {
      bean.prepare(BEAN_WAIT.toMillis());
    } catch (UnavailableException | RuntimeException | LinkageError e) {
      shortOfBeans(e);
      session.flush();
      hold(e instanceof RetryableUnavailableException ? RETRYABLE_PAUSE : beanPause.next());
      return false;
    }
    return true;
  }

  private void shortOfBeans(Throwable why) {
    if (!shortOfBeans) {
      shortOfBeans = true;
      support.shortage().begins(why);
    }
  }

  private void hasBean() {
    if (shortOfBeans) {
      shortOfBeans = false;
      support.shortage().ends();
    }
  }

  /** Where the server has fewer instances than there are sessions, they take turns. */
  private void leaveBeanToOthers() {
    if (support.shortage().exists()) {
      bean.release();
    }
  }

  /** As the broker discards what expires in a queue; it is neither a delivery nor a failure. */
  private static boolean discardIfExpired(Taken taken) {
    try {
      if (!taken.delivery().isExpired()) {
        return false;
      }
    } catch (RuntimeException | Error e) {
      taken.putBack();
      throw e;
    }
    try {
      taken.feed().discard(taken.delivery().tag());
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(Level.DEBUG, "It is back already: {0}", e.getMessage());
    }
    return true;
  }

  /** Returns how long to pause before the next delivery. */
  private Duration deliver(Taken taken) {
    Settlement settlement = begin(taken);
    BeanInvoker.Verdict verdict = BeanInvoker.Verdict.REJECT;
    try {
      verdict = bean.invoke(taken.delivery(), taken.feed().queue(), settlement);
    } catch (RuntimeException | Error e) {
      ConsumerSession.LOG.log(Level.ERROR, "A delivery failed outside of the bean", e);
      settlement.failedWith(e);
    } finally {
      longDeliveries.end();
      support.counters().end(verdict);
    }
    // A bean or the server may leave the thread interrupted; what follows must not suffer.
    Thread.interrupted();
    if (verdict == BeanInvoker.Verdict.NOT_ATTEMPTED) {
      // Stays here: what the server could not do must not count against the message.
      taken.putBack();
      shortOfBeans(bean.refusal());
      return beanPause.next();
    }
    hasBean();
    beanPause.reset();
    settle(verdict, settlement, taken);
    if (!settlement.needsPause()) {
      failurePause.reset();
      return Duration.ZERO;
    }
    session.flush();
    return failurePause.next();
  }

  private Settlement begin(Taken taken) {
    try {
      Settlement settlement = new Settlement(taken.feed(), taken.delivery(), failures);
      longDeliveries.begin();
      support.counters().begin();
      return settlement;
    } catch (RuntimeException | Error e) {
      // Such as no memory; the message must not be forgotten.
      taken.putBack();
      throw e;
    }
  }

  private void settle(BeanInvoker.Verdict verdict, Settlement settlement, Taken taken) {
    try {
      if (verdict == BeanInvoker.Verdict.ACCEPT) {
        settlement.accept();
      } else if (verdict == BeanInvoker.Verdict.REJECT) {
        settlement.reject();
      }
      // Otherwise the transaction manager calls the XAResource, if it has not done so yet.
      if (taken.origin() != buffer) {
        // Its own session may be idle, and nobody there to do it.
        taken.feed().flush();
      }
    } catch (RuntimeException e) {
      ConsumerSession.LOG.log(
          Level.ERROR, "What became of a delivery could not be told; it goes back", e);
      goBack(taken);
    }
  }

  private static void goBack(Taken taken) {
    try {
      taken.feed().reject(taken.delivery().tag());
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(Level.DEBUG, "It is back already: {0}", e.getMessage());
    }
  }

  /** Waits without a worker; the messages wait here, not at the broker. */
  private void hold(Duration pause) {
    if (buffer.leaveHeld()) {
      support.scheduler().schedule(pause, support.workers(), this);
    } else {
      finish();
    }
  }

  /** Whoever waited for this run may have given up, and left the release to it. */
  private void finish() {
    if (shortOfBeans) {
      shortOfBeans = false;
      support.shortage().abandoned();
    }
    session.finished();
  }
}
