package io.rabbitra.jms;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitDestinationMapper;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.message.RabbitMessage;
import jakarta.jms.Destination;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What a consumer makes of a delivery: the message, if it is for this consumer.
 *
 * @param queue where deliveries come from
 * @param source what the consumer reads; null if that has no name
 * @param wanted what a selector or noLocal lets through
 */
record Reception(
    MessageMapper mapper,
    DeliveryMemory memory,
    String queue,
    RabbitDestination source,
    Predicate<RabbitMessage> wanted) {

  static boolean everything(RabbitMessage message) {
    return true;
  }

  RabbitMessage decode(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    RabbitMessage message = mapper.decode(envelope, properties, body);
    message.setDeliveryCount(memory.attempt(key(properties), message.deliveryCount()));
    Destination sentTo = sentTo(envelope);
    if (sentTo != null) {
      message.setJMSDestination(sentTo);
    }
    return message;
  }

  /**
   * Of a message in the {@link DeliveryMemory}: a copy in another queue is another message. Null if
   * it has no message-id.
   */
  String key(AMQP.BasicProperties properties) {
    String id = properties.getMessageId();
    return id == null ? null : queue + '\n' + id;
  }

  /** The message goes back though the application never saw it. */
  void returnedUnseen(AMQP.BasicProperties properties) {
    memory.returnedUnseen(key(properties));
  }

  /** What the exchange alone does not tell: that it is the one of this queue or topic. */
  private Destination sentTo(Envelope envelope) {
    String exchange = RabbitDestinationMapper.origin(envelope.getExchange());
    if (source == null || !source.exchange().equals(exchange)) {
      return null;
    }
    String routingKey = envelope.getRoutingKey();
    if (routingKey.equals(source.routingKey())) {
      return source;
    }
    if (!(source instanceof RabbitTopic) || routingKey.isEmpty()) {
      return null;
    }
    RabbitTopic topic = new RabbitTopic(routingKey);
    topic.setExchange(exchange);
    return topic;
  }

  /**
   * Whether the message has outlived its time: one that has its expiration in a header the broker
   * does not watch, and any may expire while it waits in a buffer. The sender's clock is trusted if
   * it is not refuted by the arrival.
   */
  static boolean isExpired(RabbitMessage message, long waitedNanos) {
    long expiration = message.getJMSExpiration();
    if (expiration == 0) {
      return false;
    }
    long now = System.currentTimeMillis();
    if (message.hasExpirationInHeader()) {
      return expiration <= now;
    }
    long waited = TimeUnit.NANOSECONDS.toMillis(waitedNanos);
    long timestamp = message.getJMSTimestamp();
    // AMQP alone tells only the second.
    long latest = expiration + (timestamp % 1000 == 0 ? 999 : 0);
    long arrival = now - waited;
    return waited >= expiration - timestamp
        || (latest <= now && timestamp <= arrival && arrival < latest);
  }
}
