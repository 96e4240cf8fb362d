package io.rabbitra.message;

import java.util.Map;

/**
 * The headers that RabbitMQ's own JMS client writes to its AMQP destinations: what AMQP properties
 * say already, as it sees it, and {@code JMSType}, which is also the mark of a text. Like that
 * client, a receiver lets them win.
 */
final class JmsClientHeaders {

  private static final String TEXT_MESSAGE = "TextMessage";

  /** The first bytes of a Java serialization stream, of which no text can begin. */
  private static final byte[] SERIALIZED = {(byte) 0xac, (byte) 0xed};

  private final Map<String, Object> headers;

  JmsClientHeaders(Map<String, Object> headers) {
    this.headers = headers;
  }

  /** Whether that client would make a TextMessage of this body. */
  boolean isText(byte[] body) {
    boolean isSerialized = body.length >= 2 && body[0] == SERIALIZED[0] && body[1] == SERIALIZED[1];
    return TEXT_MESSAGE.equals(text("JMSType")) && !isSerialized;
  }

  void copyTo(RabbitMessage message) {
    String id = text("JMSMessageID");
    if (id != null) {
      message.setJMSMessageID(id);
    }
    String correlationId = text("JMSCorrelationID");
    if (correlationId != null) {
      message.setJMSCorrelationID(correlationId);
    }
    String type = text("JMSType");
    if (type != null) {
      message.setJMSType(type);
    }
    Long timestamp = number("JMSTimestamp");
    if (timestamp != null) {
      message.setJMSTimestamp(timestamp);
      message.setJMSDeliveryTime(timestamp);
    }
    Long expiration = number("JMSExpiration");
    if (expiration != null) {
      message.setJMSExpiration(expiration);
    }
    Long priority = number("JMSPriority");
    if (priority != null) {
      message.setJMSPriority((int) Math.max(0, Math.min(9, priority)));
    }
  }

  private String text(String name) {
    Object value = HeaderValues.visible(headers.get(name));
    return value == null ? null : value.toString();
  }

  private Long number(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException notOfThatClient) {
      return null;
    }
  }
}
