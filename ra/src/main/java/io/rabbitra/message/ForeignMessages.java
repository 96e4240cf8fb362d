package io.rabbitra.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
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
    if (foreign instanceof MapMessage map) {
      return copyOf(map);
    }
    if (foreign instanceof StreamMessage stream) {
      return copyOf(stream);
    }
    if (foreign instanceof ObjectMessage object) {
      return new RabbitObjectMessage(object.getObject());
    }
    return new RabbitMessage();
  }

  /** Reads to the end: not every provider tells the right length. */
  private static byte[] read(BytesMessage foreign) throws JMSException {
    foreign.reset();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    int count = foreign.readBytes(chunk);
    while (count > 0) {
      body.write(chunk, 0, count);
      count = foreign.readBytes(chunk);
    }
    foreign.reset();
    return body.toByteArray();
  }

  private static RabbitMapMessage copyOf(MapMessage foreign) throws JMSException {
    RabbitMapMessage copy = new RabbitMapMessage();
    Enumeration<?> names = foreign.getMapNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      copy.setObject(name, foreign.getObject(name));
    }
    return copy;
  }

  private static RabbitStreamMessage copyOf(StreamMessage foreign) throws JMSException {
    RabbitStreamMessage copy = new RabbitStreamMessage();
    foreign.reset();
    boolean more = true;
    while (more) {
      try {
        copy.writeObject(foreign.readObject());
      } catch (MessageEOFException end) {
        more = false;
      }
    }
    foreign.reset();
    return copy;
  }
}
