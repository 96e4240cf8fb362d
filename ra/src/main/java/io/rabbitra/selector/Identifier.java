package io.rabbitra.selector;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Map;

/**
 * A header field or a property of a message (Jakarta Messaging 3.1, 3.8.1.1 and 3.8.1.3). What does
 * not exist, or cannot be read, is NULL. A property has the value it was set with, not converted.
 */
record Identifier(String name, Source source) implements Expression {

  /** Where the value comes from. */
  interface Source {
    Object read(Message message) throws JMSException;
  }

  private static final Map<String, Source> HEADERS =
      Map.of(
          "JMSDeliveryMode",
          message ->
              message.getJMSDeliveryMode() == DeliveryMode.PERSISTENT
                  ? "PERSISTENT"
                  : "NON_PERSISTENT",
          "JMSPriority",
          Message::getJMSPriority,
          "JMSMessageID",
          Message::getJMSMessageID,
          "JMSTimestamp",
          Message::getJMSTimestamp,
          "JMSCorrelationID",
          Message::getJMSCorrelationID,
          "JMSType",
          Message::getJMSType);

  /**
   * @throws IllegalArgumentException the name is reserved and means nothing in a selector
   */
  static Identifier of(String name) {
    Source header = HEADERS.get(name);
    if (header != null) {
      return new Identifier(name, header);
    }
    if (name.startsWith("JMS") && !name.startsWith("JMSX") && !name.startsWith("JMS_")) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot be referenced; of the header fields JMSDeliveryMode, JMSPriority,"
              + " JMSMessageID, JMSTimestamp, JMSCorrelationID and JMSType can");
    }
    return new Identifier(name, message -> message.getObjectProperty(name));
  }

  @Override
  public Type type() {
    return Type.ANY;
  }

  @Override
  public Object value(Message message) {
    try {
      return source.read(message);
    } catch (JMSException | RuntimeException e) {
      // A message of another provider may throw what it likes; a selector never does.
      return null;
    }
  }
}
