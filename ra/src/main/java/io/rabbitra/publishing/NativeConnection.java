package io.rabbitra.publishing;

import io.netty.util.concurrent.FastThreadLocal;
import io.rabbitra.AmqpConnection;
import io.rabbitra.AmqpMessage;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import io.rabbitra.jms.PlainPublisher;
import io.rabbitra.jms.SessionCore;
import io.rabbitra.jms.SessionOwner;
import io.rabbitra.jms.UnitHandle;
import java.util.List;

/**
 * The handle an application publishes with.
 *
 * <pre>
 *   OPEN ── close ──→ CLOSED
 *     └── invalidate ──→ TAKEN BACK or LOST ── close ──→ CLOSED
 *              ←── associate ──┘
 * </pre>
 *
 * <p>Thread-safe; nobody else is called with the lock held.
 *
 * <p>Not final, for TomEE lends a generated subclass that passes public methods on to the handle;
 * the application has no others.
 */
public class NativeConnection implements AmqpConnection, UnitHandle {

  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private SessionOwner owner;

  /** Null once it is not open any more. Guarded by {@code lock}. */
  private SessionCore core;

  /** Why the unit is of no use any more, if it was lost. Guarded by {@code lock}. */
  private BrokerException lost;

  /** The application has closed it. Guarded by {@code lock}. */
  private boolean closed;

  public NativeConnection(SessionOwner owner, SessionCore core) {
    this.owner = owner;
    this.core = core;
  }

  @Override
  public void publish(AmqpMessage message) {
    PlainPublisher publisher = publisher();
    Publication publication = Publications.of(message);
    try {
      publisher.publish(publication);
    } catch (BrokerException e) {
      throw PublishFailures.ofMessage(publication, e);
    }
  }

  @Override
  public void publishAll(List<AmqpMessage> messages) {
    PlainPublisher publisher = publisher();
    List<Publication> publications = messages.stream().map(Publications::of).toList();
    List<BrokerException> failures;
    try {
      failures = publisher.publishAll(publications);
    } catch (BrokerException e) {
      throw PublishFailures.ofAll(publications, e);
    }
    if (failures.stream().anyMatch(failure -> failure != null)) {
      throw PublishFailures.ofBatch(publications, failures);
    }
  }

  @Override
  public void close() {
    SessionOwner toTell;
    synchronized (lock) {
      toTell = core == null ? null : owner;
      core = null;
      lost = null;
      closed = true;
    }
    if (toTell != null) {
      toTell.closed(this);
      // Pooled threads of the server must not pin the adapter's class loader.
      FastThreadLocal.removeAll();
    }
  }

  @Override
  public boolean associate(SessionCore otherCore, SessionOwner otherOwner) {
    SessionOwner before;
    synchronized (lock) {
      if (closed) {
        return false;
      }
      before = owner;
      owner = otherOwner;
      core = otherCore;
      lost = null;
    }
    if (before != otherOwner) {
      before.left(this);
    }
    return true;
  }

  @Override
  public void invalidate(BrokerException failure) {
    synchronized (lock) {
      if (core != null) {
        core = null;
        lost = failure;
      }
    }
  }

  private boolean has(SessionCore unit) {
    synchronized (lock) {
      return core == unit;
    }
  }

  private PlainPublisher publisher() {
    synchronized (lock) {
      if (core != null) {
        SessionCore unit = core;
        return unit.publisher(() -> has(unit));
      }
      throw lost == null ? PublishFailures.ofClosed() : PublishFailures.of(lost);
    }
  }
}
