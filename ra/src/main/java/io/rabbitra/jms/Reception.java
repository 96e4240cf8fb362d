package io.rabbitra.jms;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import io.rabbitra.message.Expiration;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.message.RabbitMessage;
import jakarta.jms.Destination;
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
    message.setDeliveryCount(memory.attempt(() -> key(properties), message.deliveryCount()));
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

  /** Whether the message has outlived its time: see {@link Expiration#isOver}. */
  static boolean isExpired(RabbitMessage message, long waitedNanos) {
    return Expiration.of(message).isOver(waitedNanos);
  }
}
