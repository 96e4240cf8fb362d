package io.rabbitra.jms;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes within an AMQP transaction (tx.select): nothing is held here, however long the
 * transaction is. The broker tells what it could not route only after the commit.
 */
final class AmqpTransaction implements SessionTransaction {

  private final AmqpConnection connection;
  private final Outbox outbox;

  /** Message ids. */
  private final List<String> sent = new ArrayList<>();

  private AmqpChannel channel;

  /** Why something sent in this transaction is lost, null if nothing is. */
  private JMSException broken;

  AmqpTransaction(AmqpConnection connection, Outbox outbox) {
    this.connection = connection;
    this.outbox = outbox;
  }

  @Override
  public void send(List<PreparedMessage> messages) throws JMSException {
    try {
      for (PreparedMessage message : messages) {
        open().publishInTx(outbox.resolve(message), outbox.confirmTimeout());
        sent.add(message.messageId());
      }
    } catch (BrokerException e) {
      broken = JmsErrors.of(e);
      throw JmsErrors.of(e);
    }
  }

  @Override
  public List<String> commit() throws JMSException {
    if (broken != null || (!sent.isEmpty() && !channel.isOpen())) {
      JMSException why = broken;
      end();
      throw why == null
          ? CommitException.rolledBack("its channel is gone", "CLOSED", null)
          : CommitException.rolledBack(why);
    }
    List<String> committed = List.copyOf(sent);
    if (sent.isEmpty()) {
      return committed;
    }
    sent.clear();
    try {
      channel.txCommit();
      return committed;
    } catch (BrokerException e) {
      if (e.kind() == BrokerException.Kind.UNROUTABLE) {
        throw partial(committed, e);
      }
      end();
      throw e.outcomeUnknown()
          ? inDoubt(committed, e)
          : CommitException.rolledBack(JmsErrors.of(e));
    }
  }

  /** Everything is committed but for the messages that the failure names. */
  private static JMSException partial(List<String> ids, BrokerException failure) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    int lost = 0;
    for (String id : ids) {
      boolean named = failure.getMessage().contains(id);
      outcomes.put(id, named ? "no queue took it" : "committed");
      lost += named ? 1 : 0;
    }
    return lost == ids.size()
        ? CommitException.rolledBack(JmsErrors.of(failure))
        : new CommitException(
            "COMMIT_PARTIAL",
            "the commit failed in part: " + failure.getMessage(),
            outcomes,
            failure);
  }

  private static JMSException inDoubt(List<String> ids, BrokerException failure) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    ids.forEach(id -> outcomes.put(id, "unknown"));
    return new CommitException(
        "COMMIT_IN_DOUBT",
        "the commit is in doubt: whether the broker has the messages is unknown: "
            + failure.getMessage(),
        outcomes,
        failure);
  }

  @Override
  public void rollback() throws JMSException {
    if (sent.isEmpty() && broken == null) {
      return;
    }
    try {
      if (channel != null && channel.isOpen()) {
        channel.txRollback();
      }
    } catch (BrokerException e) {
      // Without its channel the transaction is gone as well, which is what was asked for.
      end();
    }
    sent.clear();
    broken = null;
  }

  @Override
  public void close() {
    end();
  }

  private AmqpChannel open() throws BrokerException {
    if (sent.isEmpty() && (channel == null || !channel.isOpen())) {
      channel = connection.openChannel();
      channel.txSelect();
    }
    return channel;
  }

  private void end() {
    sent.clear();
    broken = null;
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
