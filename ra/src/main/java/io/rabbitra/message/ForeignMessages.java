package io.rabbitra.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Enumeration;

/** Copies messages of other providers through the API (Jakarta Messaging 3.1, 3.12). */
final class ForeignMessages {

  private ForeignMessages() {}

  static RabbitMessage copy(Message foreign) throws JMSException {
    RabbitMessage copy = withBody(foreign);
    copy.setJMSMessageID(foreign.getJMSMessageID());
    copy.setJMSTimestamp(foreign.getJMSTimestamp());
    copy.setJMSCorrelationID(foreign.getJMSCorrelationID());
    copy.setJMSReplyTo(foreign.getJMSReplyTo());
    copy.setJMSDestination(foreign.getJMSDestination());
    copy.setJMSDeliveryMode(foreign.getJMSDeliveryMode());
    copy.setJMSType(foreign.getJMSType());
    copy.setJMSExpiration(foreign.getJMSExpiration());
    copy.setJMSDeliveryTime(foreign.getJMSDeliveryTime());
    copy.setJMSPriority(foreign.getJMSPriority());
    Enumeration<?> names = foreign.getPropertyNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      Object value = foreign.getObjectProperty(name);
      if (!ValueConversion.isPropertyValue(value)) {
        throw new MessageFormatException(
            "Property " + name + " has a " + value.getClass().getName() + ", which cannot be sent");
      }
      copy.properties().put(name, value);
    }
    return copy;
  }

  private static RabbitMessage withBody(Message foreign) throws JMSException {
    if (foreign instanceof TextMessage text) {
      return new RabbitTextMessage(text.getText());
    }
    if (foreign instanceof BytesMessage bytes) {
      return new RabbitBytesMessage(read(bytes));
    }
    if (foreign instanceof MapMessage) {
      throw unsupported("MapMessage");
    }
    if (foreign instanceof StreamMessage) {
      throw unsupported("StreamMessage");
    }
    if (foreign instanceof ObjectMessage) {
      throw unsupported("ObjectMessage");
    }
    return new RabbitMessage();
  }

  private static byte[] read(BytesMessage foreign) throws JMSException {
    foreign.reset();
    byte[] body = new byte[Math.toIntExact(foreign.getBodyLength())];
    foreign.readBytes(body);
    foreign.reset();
    return body;
  }

  private static JMSException unsupported(String type) {
    return new JMSException(type + " is not supported yet; use TextMessage or BytesMessage");
  }
}
