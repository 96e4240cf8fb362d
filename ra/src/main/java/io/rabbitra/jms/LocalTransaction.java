package io.rabbitra.jms;

import jakarta.jms.JMSException;

/**
 * The transactions of a transacted session, one after the other: each begins with the first message
 * that is sent or received. For one thread at a time.
 */
final class LocalTransaction {

  private final RabbitSession session;
  private final SessionHandle handle;

  LocalTransaction(RabbitSession session, SessionHandle handle) {
    this.session = session;
    this.handle = handle;
  }

  /** With its connection everything in a transaction is gone that was not committed before. */
  void requireNotLost() throws JMSException {
    try {
      handle.requireNotLost();
    } catch (JMSException e) {
      throw CommitException.rolledBack(e);
    }
  }

  /** A message is about to be sent or was received. */
  void begin(SessionCore unit) throws JMSException {
    if (unit.transaction().begin(this, () -> handle.has(unit))) {
      handle.tell(session, Demarcation.STARTED);
    }
  }

  /**
   * @throws jakarta.jms.TransactionRolledBackException nothing was published; what was received
   *     comes again
   * @throws CommitException something was published, or may have been
   */
  void commit() throws JMSException {
    requireNotLost();
    UnitTransaction unit = handle.core().transaction();
    boolean begun = unit.isOf(this);
    boolean committed = false;
    try {
      unit.commit(this);
      committed = true;
    } finally {
      if (begun) {
        handle.tell(session, committed ? Demarcation.COMMITTED : Demarcation.ROLLED_BACK);
      }
    }
  }

  void rollback() throws JMSException {
    rollback(handle.core().transaction());
  }

  /** Rolls back what is under way when the session ends. */
  void close() throws JMSException {
    SessionCore unit = handle.coreOrNull();
    if (unit != null) {
      rollback(unit.transaction());
    }
  }

  private void rollback(UnitTransaction unit) throws JMSException {
    boolean begun = unit.isOf(this);
    try {
      unit.rollback(this);
    } finally {
      if (begun) {
        handle.tell(session, Demarcation.ROLLED_BACK);
      }
    }
  }
}
