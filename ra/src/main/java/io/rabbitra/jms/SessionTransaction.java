package io.rabbitra.jms;

import jakarta.jms.JMSException;
import java.util.List;

/** The sending half of a transacted session. For one thread at a time. */
interface SessionTransaction {

  /**
   * Takes messages into the transaction.
   *
   * @throws JMSException none of them will be published
   */
  void send(List<PreparedMessage> messages) throws JMSException;

  /**
   * Publishes what was sent.
   *
   * @return the ids of the messages
   * @throws jakarta.jms.TransactionRolledBackException nothing was published
   * @throws CommitException something was, or may have been
   */
  List<String> commit() throws JMSException;

  /** Nothing of it is published. */
  void rollback() throws JMSException;

  /** Lets go of what it holds on the broker. */
  void close();
}
