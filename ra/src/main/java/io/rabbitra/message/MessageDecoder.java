package io.rabbitra.message;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** The receiving half of {@link MessageMapper}. */
final class MessageDecoder {

  private static final String ID_PREFIX = "ID:";
  private static final byte[] NO_BYTES = {};

  private final DestinationMapper destinations;
  private final TrustedPackages trusted;
  private final Clock clock;

  MessageDecoder(DestinationMapper destinations, TrustedPackages trusted, Clock clock) {
    this.destinations = destinations;
    this.trusted = trusted;
    this.clock = clock;
  }

  RabbitMessage decode(Envelope envelope, AMQP.BasicProperties wire, byte[] body) {
    Map<String, Object> headers = wire.getHeaders() == null ? Map.of() : wire.getHeaders();
    RabbitMessage message = withBody(wire, headers, body);
    ReceivedHeaders received = new ReceivedHeaders(headers, envelope.isRedeliver());
    RedeliveryHistory history = RedeliveryHistory.of(envelope, wire);
    long timestamp = received.timestamp(wire.getTimestamp());
    message.setJMSMessageID(messageId(wire.getMessageId()));
    message.setJMSTimestamp(timestamp);
    boolean unwatched = wire.getExpiration() == null;
    // What the broker watches of a message that was published again is only the rest.
    Long kept = unwatched || history.isOfCopy() ? received.expiration() : null;
    message.setJMSExpiration(kept == null ? expiration(wire.getExpiration(), timestamp) : kept);
    message.setReceivedInternals(received.sender(), unwatched && kept != null);
    message.setJMSDeliveryTime(received.deliveryTime(timestamp));
    message.correlationId().setReceived(wire.getCorrelationId(), received.isCorrelationIdBinary());
    message.setJMSReplyTo(destinations.fromReplyTo(wire.getReplyTo()));
    message.setJMSDestination(destinations.fromDelivery(history.exchange(), history.routingKey()));
    message.setJMSType(wire.getType());
    message.setJMSRedelivered(history.isRedelivered(envelope));
    message.setJMSDeliveryMode(deliveryMode(wire.getDeliveryMode()));
    message.setJMSPriority(priority(wire.getPriority()));
    new JmsClientHeaders(headers).copyTo(message);

    MessageProperties properties = message.properties();
    received.copyTo(properties);
    history.headers().forEach(properties::put);
    if (wire.getUserId() != null) {
      properties.put(PropertyNames.USER_ID, wire.getUserId());
    }
    if (wire.getAppId() != null) {
      properties.put(PropertyNames.APP_ID, wire.getAppId());
    }
    properties.put(PropertyNames.DELIVERY_COUNT, history.deliveryCount(envelope, wire));
    message.becomeReceived();
    return message;
  }

  private RabbitMessage withBody(
      AMQP.BasicProperties wire, Map<String, Object> headers, byte[] body) {
    String charset = ContentType.charsetOfText(wire.getContentType(), wire.getContentEncoding());
    if (charset != null) {
      return new RabbitTextMessage(body, charset);
    }
    boolean withChars = Boolean.TRUE.equals(headers.get(WireNames.CHARS));
    String media =
        ContentType.isEncoded(wire.getContentEncoding())
            ? ""
            : ContentType.media(wire.getContentType());
    RabbitMessage typed =
        switch (media) {
          case ContentType.MAP -> new RabbitMapMessage(body, withChars);
          case ContentType.LIST -> new RabbitStreamMessage(body, withChars);
          case ContentType.OBJECT -> new RabbitObjectMessage(body, trusted);
          default -> null;
        };
    if (typed != null) {
      return typed;
    }
    if (new JmsClientHeaders(headers).isText(body)) {
      return new RabbitTextMessage(body, StandardCharsets.UTF_8.name());
    }
    // The header alone decides only where neither a body nor a content type contradicts it.
    return body.length == 0 && wire.getContentType() == null
        ? withoutBody(headers.get(WireNames.MESSAGE_KIND))
        : new RabbitBytesMessage(body);
  }

  private static RabbitMessage withoutBody(Object kind) {
    int number = kind instanceof Number known ? known.intValue() : -1;
    return switch (number) {
      case WireNames.KIND_PLAIN -> new RabbitMessage();
      case WireNames.KIND_OBJECT -> new RabbitObjectMessage();
      case WireNames.KIND_TEXT -> new RabbitTextMessage();
      default -> new RabbitBytesMessage(NO_BYTES);
    };
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
