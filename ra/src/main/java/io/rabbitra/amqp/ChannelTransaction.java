package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ReturnListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * AMQP transactions (class tx) on one channel.
 *
 * <p>RabbitMQ routes the messages of a transaction when it commits, so a message that no queue
 * takes comes back between tx.commit and tx.commit-ok.
 */
final class ChannelTransaction implements ReturnListener {

  /** So many bytes may wait in memory for the socket before a publisher waits for the broker. */
  private static final long MAX_UNANSWERED_BYTES = 4L * 1024 * 1024;

  private final ChannelCalls calls;
  private final PublishGate gate;
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private final List<String> returned = new ArrayList<>();

  /** Guarded by {@code lock}. */
  private long unansweredBytes;

  /** Guarded by {@code lock}. */
  private boolean listening;

  ChannelTransaction(ChannelCalls calls, PublishGate gate) {
    this.calls = calls;
    this.gate = gate;
  }

  void select() throws BrokerException {
    synchronized (lock) {
      if (!listening) {
        calls.channel().addReturnListener(this);
        listening = true;
      }
    }
    calls.call("begin AMQP transactions", calls.channel()::txSelect);
  }

  void publish(Publication message, Duration timeout) throws BrokerException {
    long bytes = message.body().length;
    gate.enter(bytes, timeout);
    try {
      calls.publish(message);
      if (mustWait(bytes)) {
        // Any request would do; this one changes nothing.
        calls.call("publish", calls.channel()::txSelect);
      }
    } catch (BrokerException e) {
      throw e.withNothingDone();
    } finally {
      gate.leave(bytes);
    }
  }

  void commit(Duration timeout) throws BrokerException {
    // A blocked connection is not read: the commit would run into its timeout.
    gate.enter(0, timeout);
    gate.leave(0);
    calls.call("commit the AMQP transaction", calls.channel()::txCommit);
    List<String> lost = drain();
    if (!lost.isEmpty()) {
      throw new BrokerException(
          BrokerException.Kind.UNROUTABLE,
          "the transaction is committed without "
              + lost.size()
              + " message(s) that no queue took: "
              + String.join("; ", lost));
    }
  }

  void rollback() throws BrokerException {
    calls.call("roll the AMQP transaction back", calls.channel()::txRollback);
    drain();
  }

  @Override
  public void handleReturn(
      int replyCode,
      String replyText,
      String exchange,
      String routingKey,
      AMQP.BasicProperties properties,
      byte[] body) {
    synchronized (lock) {
      returned.add(
          properties.getMessageId()
              + " sent to "
              + Publication.target(exchange, routingKey)
              + ": "
              + replyCode
              + " "
              + replyText);
    }
  }

  private boolean mustWait(long bytes) {
    synchronized (lock) {
      unansweredBytes += bytes;
      if (unansweredBytes < MAX_UNANSWERED_BYTES) {
        return false;
      }
      unansweredBytes = 0;
      return true;
    }
  }

  private List<String> drain() {
    synchronized (lock) {
      unansweredBytes = 0;
      List<String> drained = List.copyOf(returned);
      returned.clear();
      return drained;
    }
  }
}
