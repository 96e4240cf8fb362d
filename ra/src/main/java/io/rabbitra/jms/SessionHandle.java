package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import jakarta.jms.JMSException;
import java.util.function.BooleanSupplier;

/**
 * The unit behind a session, and how far the session's life has come.
 *
 * <pre>
 *   OPEN ── beginClosing ──→ CLOSING ── end ──→ ENDED
 *     ├── release ──→ ENDED
 *     └── invalidate ──→ TAKEN BACK or LOST ── endIfGone ──→ ENDED
 *              ←── associate ──┘
 * </pre>
 *
 * <p>Thread-safe; nobody else is called with the lock held.
 */
final class SessionHandle {

  private final BooleanSupplier inListener;
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private SessionOwner owner;

  /** Null once closed, or taken back by the container. Guarded by {@code lock}. */
  private SessionCore core;

  /** Why the unit is of no use any more, if it was lost. Guarded by {@code lock}. */
  private BrokerException lost;

  /** The application has begun to close it. Guarded by {@code lock}. */
  private boolean closing;

  /**
   * @param inListener whether the calling thread is in a listener of a consumer of the session
   */
  SessionHandle(SessionOwner owner, SessionCore core, BooleanSupplier inListener) {
    this.owner = owner;
    this.core = core;
    this.inListener = inListener;
  }

  /**
   * The unit, for what the application asks of it.
   *
   * @throws jakarta.jms.IllegalStateException the session is closed
   * @throws JMSException the unit is lost
   */
  SessionCore core() throws JMSException {
    synchronized (lock) {
      // A listener under way has all of the session until it returns (section 6.2.15).
      if (core != null && (!closing || inListener.getAsBoolean())) {
        return core;
      }
      throw lost == null ? RabbitConnectionFactory.closed("session") : JmsErrors.of(lost);
    }
  }

  /** The unit, also while the session is closed; null if it is gone. */
  SessionCore coreOrNull() {
    synchronized (lock) {
      return core;
    }
  }

  /** Whether this is still its unit. */
  boolean has(SessionCore unit) {
    synchronized (lock) {
      return core == unit;
    }
  }

  /** Whether the session is in a transaction of the container. */
  boolean isInContainerTransaction() {
    SessionCore unit = coreOrNull();
    return unit != null && unit.transaction().isOfContainer();
  }

  /** Tells whoever has the unit of a local transaction. */
  void tell(RabbitSession session, Demarcation what) {
    SessionOwner toTell;
    synchronized (lock) {
      toTell = core == null ? null : owner;
    }
    if (toTell != null) {
      toTell.demarcated(session, what);
    }
  }

  boolean isClosed() {
    synchronized (lock) {
      return closing || core == null;
    }
  }

  boolean isLost() {
    synchronized (lock) {
      return lost != null;
    }
  }

  /** Throws what broke the unit, if that is why the session is of no use any more. */
  void requireNotLost() throws JMSException {
    synchronized (lock) {
      if (lost != null) {
        throw JmsErrors.of(lost);
      }
    }
  }

  /** What consumers of the queue have sent ahead goes back, for a browser to see it. */
  void rest(String queue) {
    SessionCore unit = coreOrNull();
    if (unit != null) {
      unit.rest(queue);
    }
  }

  /** Whether messages of the queue are not acknowledged. */
  boolean holds(String queue) {
    SessionCore unit = coreOrNull();
    return unit != null && unit.holds(queue);
  }

  /** Moves it to another unit; returns whose it was before, null if it is closed. */
  SessionOwner associate(SessionCore otherCore, SessionOwner otherOwner) {
    synchronized (lock) {
      if (closing) {
        return null;
      }
      SessionOwner before = owner;
      owner = otherOwner;
      core = otherCore;
      lost = null;
      return before;
    }
  }

  /**
   * The unit is gone.
   *
   * @param failure what broke it, null if nothing did
   * @return the unit, null if there was none any more
   */
  SessionCore invalidate(BrokerException failure) {
    synchronized (lock) {
      SessionCore gone = core;
      core = null;
      if (!closing) {
        lost = failure;
      }
      return gone;
    }
  }

  /** Lets go of the unit; returns who is to be told, null if it was gone already. */
  SessionOwner release() {
    synchronized (lock) {
      SessionOwner toTell = core == null ? null : owner;
      core = null;
      closing = true;
      return toTell;
    }
  }

  /** Whether close has nothing to do, since it is being closed already or its unit is gone. */
  boolean endIfGone() {
    synchronized (lock) {
      boolean gone = closing || core == null;
      if (gone) {
        closing = true;
        lost = null;
      }
      return gone;
    }
  }

  /** Returns false if somebody else closes it. */
  boolean beginClosing() {
    synchronized (lock) {
      boolean first = !closing;
      closing = true;
      return first;
    }
  }

  /** Lets go of the unit at the end of close; returns who is to be told. */
  SessionOwner end() {
    synchronized (lock) {
      core = null;
      return owner;
    }
  }
}
