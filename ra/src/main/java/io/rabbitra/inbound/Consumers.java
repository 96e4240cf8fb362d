package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Begins the consumers of an endpoint: basic.qos, basic.consume, and between channel and session
 * what a selector or a stream needs. Thread-safe.
 */
final class Consumers {

  /** Consumer argument, and header of every delivery of a stream. */
  static final String STREAM_OFFSET = "x-stream-offset";

  private final ConsumerSettings settings;
  private final SessionLimits limits;
  private final ConsumerTags tags;

  /** Null if everything is wanted. */
  private final MessageFilter filter;

  private final Executor acknowledgements;

  /** What the configuration says about the queue; null if nothing. */
  private final Boolean configured;

  /** What is known about the queue; null if nothing. */
  private volatile Boolean stream;

  /** Of no use unless the queue is a stream, or may be one. */
  private final StreamPosition position = new StreamPosition();

  /**
   * @param filter null if everything is wanted
   * @param acknowledgements acknowledges what the filter does not want; may block for a moment
   * @param stream whether the queue is a stream; null if that is not known
   */
  Consumers(
      ConsumerSettings settings,
      SessionLimits limits,
      MessageFilter filter,
      Executor acknowledgements,
      Boolean stream) {
    this.settings = settings;
    this.limits = limits;
    this.tags = new ConsumerTags(settings.tagPrefix());
    this.filter = filter;
    this.acknowledgements = acknowledgements;
    this.configured = stream;
    this.stream = stream;
  }

  /**
   * No consumer of an earlier generation is there any more.
   *
   * @throws BrokerException {@code PRECONDITION_FAILED} if the queue turned out to be a stream and
   *     several sessions, each of which would get every message, are configured
   */
  void beginGeneration(AmqpConnection connection, String queue) throws BrokerException {
    boolean found = configured == null && stream != null;
    if (!position.isKnown() && !found) {
      return;
    }
    if (!connection.queueExists(queue)) {
      forgetQueue();
      return;
    }
    if (configured == null && !acceptsOffset(connection, queue)) {
      // Also where it was one before: another queue has its name now.
      position.forget();
      stream = false;
      return;
    }
    stream = true;
    if (limits.max() > 1) {
      throw new BrokerException(
          BrokerException.Kind.PRECONDITION_FAILED,
          "queue '"
              + queue
              + "' is a stream, of which each of "
              + limits.max()
              + " sessions would get every message: set queueType = stream, or maxSessions = 1");
    }
  }

  Feed begin(AmqpConnection connection, String queue, DeliveryListener listener)
      throws BrokerException {
    DeliveryListener target = listener;
    FilteredFeed filtered = null;
    if (filter != null) {
      filtered = new FilteredFeed(filter, target, acknowledgements);
      target = filtered;
    }
    StreamFeed streaming = null;
    if (Boolean.TRUE.equals(stream)) {
      streaming = new StreamFeed(position, target);
      target = streaming;
    } else if (stream == null) {
      target = new StreamDetector(queue, position::delivered, target);
    }
    Feed feed = onChannelOfKnown(connection, queue, target);
    if (streaming != null) {
      streaming.attach(feed);
      feed = streaming;
    }
    if (filtered != null) {
      filtered.attach(feed);
      feed = filtered;
    }
    return feed;
  }

  private Feed onChannelOfKnown(AmqpConnection connection, String queue, DeliveryListener listener)
      throws BrokerException {
    try {
      return onChannel(connection, queue, listener);
    } catch (BrokerException e) {
      if (e.kind() == BrokerException.Kind.NOT_FOUND
          || e.kind() == BrokerException.Kind.PRECONDITION_FAILED) {
        forgetQueue();
      }
      throw e;
    }
  }

  /** What takes its place is another queue, or a stream with offsets of its own. */
  private void forgetQueue() {
    position.forget();
    stream = configured;
  }

  private Feed onChannel(AmqpConnection connection, String queue, DeliveryListener listener)
      throws BrokerException {
    AmqpChannel channel = connection.openChannel();
    ChannelFeed feed = new ChannelFeed(queue, channel, listener);
    try {
      channel.prefetch(limits.prefetch());
      feed.consume(tags.next(), settings.exclusive(), arguments());
      return feed;
    } catch (BrokerException e) {
      channel.close();
      throw e;
    }
  }

  /** What is no stream refuses a consumer that names an offset (406). */
  private static boolean acceptsOffset(AmqpConnection connection, String queue)
      throws BrokerException {
    try {
      return connection.onScratchChannel(
          channel -> {
            channel.prefetch(1);
            channel.consume(queue, Map.of(STREAM_OFFSET, "next"), new Nobody());
            return true;
          });
    } catch (BrokerException e) {
      if (e.kind() == BrokerException.Kind.PRECONDITION_FAILED) {
        return false;
      }
      throw e;
    }
  }

  private Map<String, Object> arguments() {
    Long next = Boolean.TRUE.equals(stream) ? position.resume() : null;
    if (next == null) {
      return settings.arguments();
    }
    Map<String, Object> arguments = new HashMap<>(settings.arguments());
    arguments.put(STREAM_OFFSET, next);
    return arguments;
  }

  /** A consumer that is only to be refused or not. */
  private static final class Nobody implements DeliveryListener {

    @Override
    public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      // The stream keeps it.
    }

    @Override
    public void cancelled() {
      // The next request finds out.
    }

    @Override
    public void closed(BrokerException failure) {
      // The next request finds out.
    }
  }
}
