package io.rabbitra.jms;

import jakarta.jms.JMSException;
import java.util.List;

/**
 * The transaction of a transacted session: what was sent is published first, then what was received
 * is acknowledged, so that a failure between them loses nothing. For one thread at a time.
 */
final class LocalTransaction {

  private final SessionHandle handle;
  private final SessionTransaction sent;
  private final SessionSender sender;
  private final Unsettled unsettled;

  LocalTransaction(
      SessionHandle handle, SessionTransaction sent, SessionSender sender, Unsettled unsettled) {
    this.handle = handle;
    this.sent = sent;
    this.sender = sender;
    this.unsettled = unsettled;
  }

  /** With its connection everything in a transaction is gone that was not committed before. */
  void requireNotLost() throws JMSException {
    try {
      handle.requireNotLost();
    } catch (JMSException e) {
      throw CommitException.rolledBack(e);
    }
  }

  /**
   * @throws jakarta.jms.TransactionRolledBackException nothing was published; what was received
   *     comes again
   * @throws CommitException something was published, or may have been
   */
  void commit() throws JMSException {
    sender.awaitAsync();
    // From here on a loss of the connection must not make the acknowledgements nobody's.
    Unsettled.Batch received = unsettled.take();
    List<String> published;
    try {
      published = sent.commit();
    } catch (JMSException e) {
      giveBackAfter(e, received);
      throw e;
    }
    try {
      received.acknowledgeAndAwait();
    } catch (JMSException e) {
      throw CommitException.notAcknowledged(published, received.anySettled(), e);
    }
  }

  void rollback() throws JMSException {
    sender.awaitAsync();
    sent.rollback();
    unsettled.take().giveBack();
  }

  /** What was sent is not published; what was received is left to the session. */
  void close() throws JMSException {
    sent.rollback();
    sent.close();
  }

  private static void giveBackAfter(JMSException commitFailure, Unsettled.Batch received) {
    try {
      received.giveBack();
    } catch (JMSException e) {
      commitFailure.addSuppressed(e);
    }
  }
}
