package io.rabbitra.selector;

import com.rabbitmq.client.AMQP;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import io.rabbitra.amqp.PublishConfirm;
import io.rabbitra.logging.Loggers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Messages of one round that may not go back as they are, because giving back counts as a delivery
 * attempt in a quorum queue before RabbitMQ 4.3: they are published again to the tail of their
 * queue, and acknowledged once the broker has confirmed that. Filled by the round under its lock,
 * used after it.
 */
final class Spares {

  /** Bodies kept in one round beside those found; what is beyond goes back and counts: 64 MiB. */
  private static final long MAX_BYTES = 64L << 20;

  private static final System.Logger LOG = Loggers.of(Spares.class);

  private final boolean counted;
  private final boolean all;
  private final List<Found> messages = new ArrayList<>();
  private long bytes;
  private boolean attempted;

  private Spares(boolean counted, boolean all) {
    this.counted = counted;
    this.all = all;
  }

  /** Those that were delivered in vain before; none if the broker does not count giving back. */
  static Spares attempted(boolean nackCountsAsAttempt) {
    return new Spares(nackCountsAsAttempt, false);
  }

  /** All or none, so that they keep their order: all if one was delivered in vain before. */
  static Spares allIfAttempted(boolean nackCountsAsAttempt) {
    return new Spares(nackCountsAsAttempt, true);
  }

  /**
   * Whether a message that is wanted beyond the limit stays with the scan: where going back counts,
   * it may also cost the message its place, for RabbitMQ before 4.0 puts it at the tail of a quorum
   * queue without delivery limit.
   */
  boolean keeps(Found excess) {
    return counted && !all && (bytes += excess.body().length) <= MAX_BYTES;
  }

  void add(Found message) {
    if (!counted) {
      return;
    }
    long count = message.deliveryCount();
    attempted |= count >= 1;
    if (count < 1 && !all) {
      return;
    }
    bytes += message.body().length;
    if (bytes <= MAX_BYTES) {
      messages.add(message);
    } else if (all) {
      messages.clear();
    }
  }

  /**
   * Publishes them again, unless nothing was delivered in vain before.
   *
   * @return the tags to acknowledge for that; every other message is still to be given back
   * @throws BrokerException the channel is gone
   */
  Set<Long> move(AmqpChannel channel, String queue) throws BrokerException {
    Set<Long> moved = new HashSet<>();
    if (!attempted || messages.isEmpty() || (all && bytes > MAX_BYTES)) {
      return moved;
    }
    List<Found> movable =
        messages.stream().filter(message -> message.properties().getUserId() == null).toList();
    if (all && movable.size() < messages.size()) {
      return moved;
    }
    Duration timeout = AmqpConnection.RPC_TIMEOUT;
    List<PublishConfirm> confirms =
        channel.publishAll(movable.stream().map(m -> copy(m, queue)).toList(), timeout);
    BrokerException failure = null;
    for (int i = 0; i < confirms.size(); i++) {
      try {
        confirms.get(i).await(timeout);
      } catch (BrokerException e) {
        failure = e;
        continue;
      }
      moved.add(movable.get(i).tag());
    }
    if (failure != null) {
      LOG.log(
          Level.WARNING,
          "{0} of {1} messages of queue ''{2}'' that do not match a selector could not be moved to"
              + " its tail and go back as one more delivery attempt: {3}",
          movable.size() - moved.size(),
          movable.size(),
          queue,
          failure.getMessage());
    }
    return moved;
  }

  /** Without what the broker would act on: it routed to CC already, and counts anew. */
  private static Publication copy(Found message, String queue) {
    AMQP.BasicProperties properties = message.properties();
    Map<String, Object> headers = new HashMap<>();
    if (properties.getHeaders() != null) {
      headers.putAll(properties.getHeaders());
    }
    headers.remove("x-delivery-count");
    headers.remove("x-acquired-count");
    headers.remove("CC");
    return new Publication(
        "", queue, true, properties.builder().headers(headers).build(), message.body());
  }
}
