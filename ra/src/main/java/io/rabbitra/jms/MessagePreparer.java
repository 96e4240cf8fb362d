package io.rabbitra.jms;

import io.rabbitra.amqp.Publication;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.message.EncodedMessage;
import io.rabbitra.message.MessageMapper;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Sets the headers the specification has the provider set (Jakarta Messaging 3.1, section 3.4.11),
 * on foreign messages too, and encodes the message. Thread-safe.
 */
final class MessagePreparer {

  /** The longest time to live that the broker watches itself. */
  private static final long BROKERS_LONGEST_MS = 4_294_967_295L;

  private final MessageMapper mapper;

  /** One random number for all, since threads wait for one another to get one. */
  private final String idPrefix = "ID:" + UUID.randomUUID() + "-";

  private final AtomicLong messages = new AtomicLong();

  MessagePreparer(MessageMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * @param sender who sends, for noLocal
   */
  PreparedMessage prepare(
      RabbitDestination destination, Message message, SendOptions options, Supplier<String> sender)
      throws JMSException {
    long now = System.currentTimeMillis();
    long ttl = options.timeToLive();
    long delay = options.deliveryDelay();
    message.setJMSDestination(destination);
    message.setJMSDeliveryMode(options.deliveryMode());
    message.setJMSPriority(options.priority());
    message.setJMSTimestamp(now);
    message.setJMSDeliveryTime(sum(now, delay));
    message.setJMSExpiration(ttl == 0 ? 0 : sum(now, ttl));
    message.setJMSMessageID(idPrefix + messages.incrementAndGet());
    EncodedMessage encoded =
        mapper.encode(
            message,
            destination instanceof Topic ? Map.of(MessageMapper.SENDER, sender.get()) : Map.of(),
            delay > 0 || ttl > BROKERS_LONGEST_MS);
    return new PreparedMessage(
        destination,
        new Publication(
            destination.exchange(),
            destination.routingKey(),
            isMandatory(destination),
            encoded.properties(),
            encoded.body()),
        delay > 0 ? sum(now, delay) : 0);
  }

  private static boolean isMandatory(RabbitDestination destination) {
    return destination instanceof Queue
        && !Publication.isDirectReply(destination.exchange(), destination.routingKey());
  }

  /** A sum beyond the range of long would be in the past. */
  private static long sum(long now, long millis) {
    return now + Math.min(millis, Long.MAX_VALUE - now);
  }
}
