package io.rabbitra.jms;

import io.rabbitra.message.RabbitBytesMessage;
import io.rabbitra.message.RabbitMapMessage;
import io.rabbitra.message.RabbitMessage;
import io.rabbitra.message.RabbitObjectMessage;
import io.rabbitra.message.RabbitStreamMessage;
import io.rabbitra.message.RabbitTextMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;

/** The part of a session that makes messages. */
abstract class MessageFactory implements Session {

  /** The unit behind the session; throws if there is none any more. */
  abstract SessionCore core() throws JMSException;

  @Override
  public Message createMessage() throws JMSException {
    core();
    return new RabbitMessage();
  }

  @Override
  public TextMessage createTextMessage() throws JMSException {
    core();
    return new RabbitTextMessage();
  }

  @Override
  public TextMessage createTextMessage(String text) throws JMSException {
    TextMessage message = createTextMessage();
    message.setText(text);
    return message;
  }

  @Override
  public BytesMessage createBytesMessage() throws JMSException {
    core();
    return new RabbitBytesMessage();
  }

  @Override
  public MapMessage createMapMessage() throws JMSException {
    core();
    return new RabbitMapMessage();
  }

  @Override
  public ObjectMessage createObjectMessage() throws JMSException {
    core();
    return new RabbitObjectMessage();
  }

  @Override
  public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
    ObjectMessage message = createObjectMessage();
    message.setObject(object);
    return message;
  }

  @Override
  public StreamMessage createStreamMessage() throws JMSException {
    core();
    return new RabbitStreamMessage();
  }
}
