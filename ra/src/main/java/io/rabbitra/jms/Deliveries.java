package io.rabbitra.jms;

import io.rabbitra.logging.Loggers;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Hands messages to the application and settles them as the acknowledge mode of the session says
 * (Jakarta Messaging 3.1, section 6.2.10). For one thread at a time.
 */
final class Deliveries {

  private static final System.Logger LOG = Loggers.of(Deliveries.class);

  private final SessionHandle handle;
  private final int acknowledgeMode;
  private final Unsettled unsettled;

  /** Null if the session is not transacted. */
  private final LocalTransaction transaction;

  private final Dispatcher dispatcher;

  /**
   * @param transaction null if the session is not transacted
   * @param dispatcher waits after failures of a listener
   */
  Deliveries(
      SessionHandle handle,
      int acknowledgeMode,
      Unsettled unsettled,
      LocalTransaction transaction,
      Dispatcher dispatcher) {
    this.handle = handle;
    this.acknowledgeMode = acknowledgeMode;
    this.unsettled = unsettled;
    this.transaction = transaction;
    this.dispatcher = dispatcher;
  }

  /** SESSION_TRANSACTED also while the container has a transaction. */
  int acknowledgeMode() {
    return handle.isInContainerTransaction() ? Session.SESSION_TRANSACTED : acknowledgeMode;
  }

  /** Whether a message is acknowledged when the application gets it. */
  boolean acknowledgesItself() {
    int mode = acknowledgeMode();
    return mode != Session.CLIENT_ACKNOWLEDGE && mode != Session.SESSION_TRANSACTED;
  }

  /** Applies the acknowledge mode to a message the application is about to see. */
  Message handOut(Taken taken) throws JMSException {
    taken.message().setAcknowledger(this::acknowledge);
    if (!join(taken)) {
      if (acknowledgesItself()) {
        taken.acknowledge();
      } else {
        unsettled.add(taken);
      }
    }
    return taken.message();
  }

  /** Calls a message listener; on a thread of the dispatcher or of a ServerSession. */
  void deliver(Taken taken, MessageListener listener) throws JMSException {
    taken.message().setAcknowledger(this::acknowledge);
    if (!join(taken)) {
      unsettled.add(taken);
    }
    boolean failed = false;
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      // An ObjectMessage finds its classes with the application's loader.
      thread.setContextClassLoader(listener.getClass().getClassLoader());
      listener.onMessage(taken.message());
    } catch (RuntimeException | Error e) {
      failed = true;
      LOG.log(Level.WARNING, "A MessageListener failed with " + taken.message(), e);
    } finally {
      thread.setContextClassLoader(before);
    }
    if (!acknowledgesItself()) {
      return;
    }
    if (!unsettled.remove(taken)) {
      // The listener has had it recovered.
      dispatcher.failed();
    } else if (failed) {
      dispatcher.failed();
      taken.reader().giveBack(List.of(taken));
    } else {
      dispatcher.succeeded();
      taken.acknowledge();
    }
  }

  /**
   * Message.acknowledge and JMSContext.acknowledge: everything the session has handed out. Does
   * nothing in other modes than CLIENT_ACKNOWLEDGE.
   */
  void acknowledge() throws JMSException {
    handle.core();
    if (acknowledgeMode() == Session.CLIENT_ACKNOWLEDGE) {
      unsettled.take().acknowledge();
    }
  }

  /** Whether the message is a part of a transaction now, the session's own or the container's. */
  private boolean join(Taken taken) throws JMSException {
    SessionCore unit = handle.coreOrNull();
    if (unit == null) {
      return false;
    }
    boolean refused = true;
    try {
      if (transaction != null) {
        transaction.begin(unit);
      }
      boolean joined = unit.transaction().hold(taken, transaction, () -> handle.has(unit));
      refused = false;
      return joined;
    } finally {
      if (refused) {
        taken.reader().giveBack(List.of(taken));
      }
    }
  }

  /** What is not settled goes back to the broker. */
  void giveBack() throws JMSException {
    unsettled.take().giveBack();
  }
}
