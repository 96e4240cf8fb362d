package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import io.rabbitra.logging.Loggers;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionRolledBackException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The transaction of a unit, which the handles of the unit join: what they send and receive stays
 * in it when they are closed. At commit what was sent is published first, then what was received is
 * acknowledged, so that a failure between them loses nothing.
 *
 * <pre>
 *   NONE ── begin ──→ CONTAINER ── commit, rollback ──→ NONE
 *    │                    └── rollback by another thread ──→ ABORTED ── begin, reset ──→
 *    └── begin of a session ──→ APPLICATION ── its commit, its rollback ──→ NONE
 *                                   └── rollback by the container ──→ ABORTED
 * </pre>
 *
 * <p>ABORTED is for the thread that does not know yet, as when the container's timeout has ended
 * its transaction: what it goes on to send must not count while all that it sent before does not.
 * It is to close its connection and to take another one; a session with transactions of its own may
 * roll back instead.
 *
 * <p>Thread-safe. Requests to the broker are made under {@code requests}; each is bounded. The
 * fields are guarded by {@code this}, which is never held during a request.
 */
public final class UnitTransaction {

  private enum State {
    NONE,
    CONTAINER,
    APPLICATION,
    ABORTED
  }

  /** What takes something into the transaction. */
  private interface Joining {
    void join() throws JMSException;
  }

  private static final System.Logger LOG = Loggers.of(UnitTransaction.class);

  private final ReentrantLock requests = new ReentrantLock();

  /** Used under {@code requests}. */
  private final SessionTransaction sent;

  private final Unsettled received = new Unsettled();

  /** Guarded by {@code this}. */
  private State state = State.NONE;

  /** The session whose transaction it is, in APPLICATION. Guarded by {@code this}. */
  private Object owner;

  /** So many transactions have begun and ended. Guarded by {@code this}. */
  private long epoch;

  /** Id of the thread that began it, in CONTAINER. Guarded by {@code this}. */
  private long beganOn;

  UnitTransaction(SessionTransaction sent) {
    this.sent = sent;
  }

  // The container's

  /**
   * The container begins a transaction; all handles of the unit are in it.
   *
   * @throws TransactionInProgressException there is one, of the container or of a session
   */
  public synchronized void begin() throws JMSException {
    if (state == State.CONTAINER) {
      throw new TransactionInProgressException("the container has begun a transaction already");
    }
    if (state == State.APPLICATION) {
      throw new TransactionInProgressException(
          "a session of the application has neither committed nor rolled back its transaction");
    }
    state = State.CONTAINER;
    epoch++;
    beganOn = Thread.currentThread().getId();
  }

  /**
   * Publishes what was sent, all in one flush, waits for the confirms, and acknowledges what was
   * received. The transaction is over also when this throws; what was received comes again then.
   *
   * @throws IllegalStateException the container has begun none
   * @throws TransactionRolledBackException nothing was published
   * @throws CommitException something was, or may have been; says what is known of each message
   */
  public void commit() throws JMSException {
    requests.lock();
    try {
      synchronized (this) {
        if (state != State.CONTAINER) {
          throw new IllegalStateException("the container has begun no transaction");
        }
      }
      commitAll();
    } finally {
      requests.unlock();
    }
  }

  /** Nothing is published, what was received goes back. Does nothing if there is none. */
  public void rollback() throws JMSException {
    requests.lock();
    try {
      synchronized (this) {
        if (state != State.CONTAINER && state != State.APPLICATION) {
          return;
        }
        boolean known = state == State.CONTAINER && beganOn == Thread.currentThread().getId();
        end(known ? State.NONE : State.ABORTED);
      }
      undo();
    } finally {
      requests.unlock();
    }
  }

  /** Whether the container has begun one and not ended it. */
  public synchronized boolean isOfContainer() {
    return state == State.CONTAINER;
  }

  // A session's

  /**
   * A transacted session is about to send or to receive.
   *
   * @param open whether the session still has the unit
   * @return whether its transaction begins with that; false in one of the container
   */
  boolean begin(Object session, BooleanSupplier open) throws JMSException {
    if (!mayBegin(session)) {
      return false;
    }
    requests.lock();
    try {
      requireOpen(open);
      synchronized (this) {
        if (!mayBegin(session)) {
          return false;
        }
        state = State.APPLICATION;
        owner = session;
        epoch++;
        return true;
      }
    } finally {
      requests.unlock();
    }
  }

  private synchronized boolean mayBegin(Object session) throws JMSException {
    requireNotAborted();
    if (state == State.APPLICATION && owner != session) {
      throw new IllegalStateException(
          "another session has a local transaction on this connection to the broker");
    }
    return state == State.NONE;
  }

  /** Whether the session has begun one and not ended it. */
  synchronized boolean isOf(Object session) {
    return state == State.APPLICATION && owner == session;
  }

  /** As {@link #commit()}, for the transaction of a session, if it has begun one. */
  void commit(Object session) throws JMSException {
    requests.lock();
    try {
      synchronized (this) {
        try {
          requireNotAborted();
        } finally {
          forgetAborted();
        }
        if (!isOf(session)) {
          return;
        }
      }
      commitAll();
    } finally {
      requests.unlock();
    }
  }

  /** As {@link #rollback()}, for the transaction of a session, if it has begun one. */
  void rollback(Object session) throws JMSException {
    requests.lock();
    try {
      synchronized (this) {
        forgetAborted();
        if (!isOf(session)) {
          return;
        }
        end(State.NONE);
      }
      undo();
    } finally {
      requests.unlock();
    }
  }

  // What is in it

  /**
   * Takes messages that are AMQP already, and need nothing declared, into the container's
   * transaction, all or none. Its commit tells what became of each, by its message-id.
   *
   * @param open whether the handle that publishes still has the unit
   * @return false if there is none: the caller has to publish them
   * @throws BrokerException none of them is held or published
   */
  public boolean holdAll(List<Publication> messages, BooleanSupplier open) throws BrokerException {
    List<PreparedMessage> prepared =
        messages.stream().map(message -> new PreparedMessage(null, message, 0)).toList();
    try {
      return join(null, open, () -> sent.send(prepared));
    } catch (JMSException e) {
      throw e.getCause() instanceof BrokerException failure
          ? failure
          : new BrokerException(BrokerException.Kind.CLOSED, e.getMessage(), e);
    }
  }

  /**
   * Takes a message into the transaction.
   *
   * @param session whose local transaction counts as well, or null
   * @param open whether the session still has the unit
   * @return false if there is no transaction: the caller has to publish it
   * @throws TransactionRolledBackException the transaction was rolled back meanwhile
   * @throws IllegalStateException it was ended, or the session was closed, meanwhile
   */
  boolean hold(PreparedMessage message, Object session, BooleanSupplier open) throws JMSException {
    return join(session, open, () -> sent.send(List.of(message)));
  }

  /**
   * Takes a message that was received into the transaction.
   *
   * @param session whose local transaction counts as well, or null
   * @param open whether the session still has the unit
   * @return false if there is no transaction: the caller has to settle it
   * @throws TransactionRolledBackException the transaction was rolled back meanwhile
   * @throws IllegalStateException it was ended, or the session was closed, meanwhile
   */
  boolean hold(Taken message, Object session, BooleanSupplier open) throws JMSException {
    return join(session, open, () -> received.add(message));
  }

  /**
   * What waits for a commit must not join the transaction after it, which may be another user's:
   * the container gives a unit to the next one as soon as the handles of the last are closed.
   */
  private boolean join(Object session, BooleanSupplier open, Joining joining) throws JMSException {
    long seen;
    synchronized (this) {
      requireNotAborted();
      if (state != State.CONTAINER && !isOf(session)) {
        return false;
      }
      seen = epoch;
    }
    requests.lock();
    try {
      requireOpen(open);
      synchronized (this) {
        requireNotAborted();
        if (epoch != seen) {
          throw new IllegalStateException(
              "the transaction was ended meanwhile; nothing more can be sent or received in it",
              "TRANSACTION_ENDED");
        }
      }
      joining.join();
      return true;
    } finally {
      requests.unlock();
    }
  }

  /** Under {@code requests}, without which no unit is cleaned for its next user. */
  private static void requireOpen(BooleanSupplier open) throws JMSException {
    if (!open.getAsBoolean()) {
      throw new IllegalStateException("it was closed meanwhile", "CLOSED");
    }
  }

  /** Makes it as good as new; a transaction under way is rolled back. */
  void reset() {
    requests.lock();
    try {
      synchronized (this) {
        end(State.NONE);
      }
      undo();
    } catch (JMSException e) {
      LOG.log(Level.DEBUG, "The broker takes back what was received: {0}", e.getMessage());
    } finally {
      requests.unlock();
    }
  }

  /** Lets go of what it holds on the broker. */
  void close() {
    requests.lock();
    try {
      sent.close();
    } finally {
      requests.unlock();
    }
  }

  /** Under {@code requests}. */
  private void commitAll() throws JMSException {
    // From here on a loss of the connection must not make the acknowledgements nobody's.
    Unsettled.Batch batch = received.take();
    try {
      List<String> published = publish(batch);
      try {
        batch.acknowledgeAndAwait();
      } catch (JMSException e) {
        throw CommitException.notAcknowledged(published, batch.anySettled(), e);
      }
    } finally {
      synchronized (this) {
        end(State.NONE);
      }
    }
  }

  private List<String> publish(Unsettled.Batch batch) throws JMSException {
    try {
      return sent.commit();
    } catch (JMSException | RuntimeException e) {
      try {
        batch.giveBack();
      } catch (JMSException notGivenBack) {
        e.addSuppressed(notGivenBack);
      }
      throw e;
    }
  }

  /** Under {@code requests}. */
  private void undo() throws JMSException {
    try {
      sent.rollback();
    } finally {
      received.take().giveBack();
    }
  }

  private synchronized void end(State next) {
    state = next;
    owner = null;
    epoch++;
  }

  private synchronized void forgetAborted() {
    if (state == State.ABORTED) {
      end(State.NONE);
    }
  }

  private synchronized void requireNotAborted() throws JMSException {
    if (state == State.ABORTED) {
      throw new TransactionRolledBackException(
          "the container has rolled the transaction back meanwhile, as it does after a timeout;"
              + " nothing more can be sent or received in it: close this connection",
          "ROLLED_BACK");
    }
  }
}
