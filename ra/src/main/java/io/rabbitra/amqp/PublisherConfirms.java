package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What was published on one channel and not confirmed yet (AMQP extension confirm.select).
 *
 * <p>basic.return carries no delivery tag; RabbitMQ sends it before the basic.ack of the same
 * message, so a return is matched with the pending message that it resembles most, oldest first.
 *
 * <p>Entries are added by the publishing thread under the channel's publish lock, before the
 * publish; answers come on the event loop. The map needs no lock, so the event loop never waits for
 * a publisher. Knows no connection, see {@link HeartbeatCheck}.
 */
final class PublisherConfirms implements ConfirmListener, ReturnListener {

  private final ConcurrentNavigableMap<Long, PublishConfirm> pending =
      new ConcurrentSkipListMap<>();

  /** Null while the channel lives. */
  private volatile BrokerException ended;

  /** A message of a channel that has ended meanwhile fails at once. */
  void add(long sequence, PublishConfirm confirm) {
    pending.put(sequence, confirm);
    BrokerException failure = ended;
    if (failure != null) {
      pending.remove(sequence);
      confirm.failed(
          new BrokerException(
              BrokerException.Kind.CLOSED, "not published, for the channel has ended", failure));
    }
  }

  void remove(long sequence) {
    pending.remove(sequence);
  }

  @Override
  public void handleAck(long deliveryTag, boolean multiple) {
    settle(deliveryTag, multiple, true);
  }

  @Override
  public void handleNack(long deliveryTag, boolean multiple) {
    settle(deliveryTag, multiple, false);
  }

  @Override
  public void handleReturn(
      int replyCode,
      String replyText,
      String exchange,
      String routingKey,
      AMQP.BasicProperties properties,
      byte[] body) {
    ReturnedMessage message =
        new ReturnedMessage(replyCode, replyText, exchange, routingKey, properties, body);
    PublishConfirm best = null;
    int bestResemblance = ReturnedMessage.OTHER;
    for (PublishConfirm confirm : pending.values()) {
      int resemblance = confirm.resemblance(message);
      if (resemblance > bestResemblance) {
        best = confirm;
        bestResemblance = resemblance;
      }
      if (resemblance == ReturnedMessage.SAME) {
        break;
      }
    }
    if (best != null) {
      best.returned(message);
    }
  }

  /**
   * The channel ended. On any thread. Where the broker refused a message, it is the only one that
   * is pending, or nobody knows which it was and what became of those before it.
   */
  void fail(ShutdownSignalException signal) {
    fail(BrokerException.unconfirmed(signal, pending.size() == 1));
  }

  /** The channel ended: whether the broker has the messages is unknown. On any thread. */
  void fail(BrokerException failure) {
    ended = failure;
    Iterator<PublishConfirm> all = pending.values().iterator();
    while (all.hasNext()) {
      all.next().failed(failure);
      all.remove();
    }
  }

  private void settle(long deliveryTag, boolean multiple, boolean acknowledged) {
    if (!multiple) {
      PublishConfirm confirm = pending.remove(deliveryTag);
      if (confirm != null) {
        confirm.settled(acknowledged);
      }
      return;
    }
    Collection<PublishConfirm> covered = pending.headMap(deliveryTag, true).values();
    Iterator<PublishConfirm> iterator = covered.iterator();
    while (iterator.hasNext()) {
      iterator.next().settled(acknowledged);
      iterator.remove();
    }
  }
}
