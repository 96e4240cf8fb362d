package io.rabbitra.message;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import java.time.Clock;
import java.util.Map;

/** The receiving half of {@link MessageMapper}. */
final class MessageDecoder {

  private static final String ID_PREFIX = "ID:";

  private final DestinationMapper destinations;
  private final Clock clock;

  MessageDecoder(DestinationMapper destinations, Clock clock) {
    this.destinations = destinations;
    this.clock = clock;
  }

  RabbitMessage decode(Envelope envelope, AMQP.BasicProperties wire, byte[] body) {
    Map<String, Object> headers = wire.getHeaders() == null ? Map.of() : wire.getHeaders();
    RabbitMessage message = withBody(wire, headers, body);
    ReceivedHeaders received = new ReceivedHeaders(headers, envelope.isRedeliver());
    long timestamp = received.timestamp(wire.getTimestamp());
    message.setJMSMessageID(messageId(wire.getMessageId()));
    message.setJMSTimestamp(timestamp);
    message.setJMSExpiration(expiration(wire.getExpiration(), timestamp));
    message.setJMSDeliveryTime(received.deliveryTime(timestamp));
    message.correlationId().setReceived(wire.getCorrelationId(), received.isCorrelationIdBinary());
    message.setJMSReplyTo(destinations.fromReplyTo(wire.getReplyTo()));
    message.setJMSDestination(
        destinations.fromDelivery(envelope.getExchange(), envelope.getRoutingKey()));
    message.setJMSType(wire.getType());
    message.setJMSRedelivered(envelope.isRedeliver());
    message.setReceivedDelivery(deliveryMode(wire.getDeliveryMode()), priority(wire.getPriority()));

    MessageProperties properties = message.properties();
    received.copyTo(properties);
    if (wire.getUserId() != null) {
      properties.put(PropertyNames.USER_ID, wire.getUserId());
    }
    if (wire.getAppId() != null) {
      properties.put(PropertyNames.APP_ID, wire.getAppId());
    }
    properties.put(PropertyNames.DELIVERY_COUNT, received.deliveryCount());
    message.becomeReceived();
    return message;
  }

  private static RabbitMessage withBody(
      AMQP.BasicProperties wire, Map<String, Object> headers, byte[] body) {
    String charset = ContentType.charsetOfText(wire.getContentType(), wire.getContentEncoding());
    if (charset != null) {
      return new RabbitTextMessage(body, charset);
    }
    // The header alone decides only where neither a body nor a content type contradicts it.
    if (body.length == 0
        && wire.getContentType() == null
        && headers.get(WireNames.MESSAGE_KIND) instanceof Number kind) {
      if (kind.longValue() == WireNames.KIND_PLAIN) {
        return new RabbitMessage();
      }
      if (kind.longValue() == WireNames.KIND_TEXT) {
        return new RabbitTextMessage();
      }
    }
    return new RabbitBytesMessage(body);
  }

  private static String messageId(String id) {
    return id == null || id.startsWith(ID_PREFIX) ? id : ID_PREFIX + id;
  }

  private static int deliveryMode(Integer wire) {
    return wire != null && wire == DeliveryMode.PERSISTENT
        ? DeliveryMode.PERSISTENT
        : DeliveryMode.NON_PERSISTENT;
  }

  private static int priority(Integer wire) {
    return wire == null ? Message.DEFAULT_PRIORITY : Math.max(0, Math.min(9, wire));
  }

  private long expiration(String timeToLive, long timestamp) {
    if (timeToLive == null) {
      return 0;
    }
    try {
      long sent = timestamp == 0 ? clock.millis() : timestamp;
      return Math.addExact(sent, Long.parseLong(timeToLive.strip()));
    } catch (NumberFormatException | ArithmeticException notTime) {
      // The broker refuses such a value, so it did not act on it either: the message lives.
      return 0;
    }
  }
}
