package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.PublishConfirm;
import io.rabbitra.destination.RabbitDestination;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;

/**
 * Sends for the producers of one session: at once, into the transaction, or with a
 * CompletionListener. For one thread at a time.
 */
final class SessionSender {

  private final SessionHandle handle;
  private final RabbitConnection connection;

  /** Null if the session is not transacted. */
  private final LocalTransaction transaction;

  private final AsyncSends asyncSends;
  private final Duration confirmTimeout;

  SessionSender(
      SessionHandle handle,
      RabbitConnection connection,
      LocalTransaction transaction,
      SessionSettings settings) {
    this.handle = handle;
    this.connection = connection;
    this.transaction = transaction;
    this.asyncSends = new AsyncSends(settings.threads().workers());
    this.confirmTimeout = settings.confirmTimeout();
  }

  void send(RabbitDestination to, Message message, SendOptions how) throws JMSException {
    SessionCore unit = handle.core();
    PreparedMessage prepared = prepare(unit, to, message, how);
    if (!join(unit, prepared)) {
      unit.outbox().send(prepared);
    }
  }

  /**
   * @param producer who sends
   */
  void sendAsync(
      Object producer,
      RabbitDestination to,
      Message message,
      SendOptions how,
      CompletionListener listener)
      throws JMSException {
    SessionCore unit = handle.core();
    PreparedMessage prepared = prepare(unit, to, message, how);
    AsyncSends.Completion completion = asyncSends.begin(producer, message, listener);
    boolean begun = false;
    try {
      if (join(unit, prepared)) {
        completion.done(null);
      } else {
        PublishConfirm confirm = unit.outbox().begin(prepared);
        confirm.onSettled(failure -> settled(unit, prepared, failure, completion));
      }
      begun = true;
    } finally {
      if (!begun) {
        asyncSends.cancelLast();
      }
    }
  }

  /** Waits until every completion listener was called, at most for the confirm timeout. */
  void awaitAsync() {
    asyncSends.awaitAll(confirmTimeout);
  }

  /** As {@link #awaitAsync}, for the sends of one producer that is closed. */
  void awaitAsyncOf(Object producer) throws IllegalStateException {
    asyncSends.refuseInListenerOf(producer, "MessageProducer.close");
    asyncSends.awaitAllOf(producer, confirmTimeout);
  }

  /**
   * @throws IllegalStateException called by a completion listener of the session
   */
  void refuseInListener(String method) throws IllegalStateException {
    asyncSends.refuseInListener(method);
  }

  /** On an event loop. */
  private static void settled(
      SessionCore unit,
      PreparedMessage message,
      BrokerException failure,
      AsyncSends.Completion completion) {
    if (failure == null) {
      completion.done(null);
    } else if (Outbox.mayHelpToDeclareAgain(message, failure)) {
      unit.settings()
          .threads()
          .workers()
          .execute(() -> completion.done(sendAgain(unit.outbox(), message)));
    } else {
      completion.done(JmsErrors.of(failure));
    }
  }

  private static JMSException sendAgain(Outbox outbox, PreparedMessage message) {
    try {
      outbox.sendAgain(message);
      return null;
    } catch (JMSException e) {
      return e;
    }
  }

  /** Whether the message is a part of a transaction now, the session's own or the container's. */
  private boolean join(SessionCore unit, PreparedMessage message) throws JMSException {
    if (transaction != null) {
      transaction.begin(unit);
    }
    boolean joined = unit.transaction().hold(message, transaction, () -> handle.has(unit));
    if (transaction != null && !joined) {
      // The container has taken the unit back meanwhile.
      throw RabbitConnectionFactory.closed("session");
    }
    return joined;
  }

  private PreparedMessage prepare(
      SessionCore unit, RabbitDestination to, Message message, SendOptions how)
      throws JMSException {
    connection.requireNotDeleted(to);
    return unit.preparer().prepare(to, message, how, connection::sender);
  }
}
