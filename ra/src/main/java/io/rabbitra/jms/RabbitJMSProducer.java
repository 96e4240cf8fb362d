package io.rabbitra.jms;

import io.rabbitra.message.RabbitMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The simplified API's producer over the classic one. Properties and headers set here are kept in a
 * message without a body, whose rules of names and conversions are the ones that hold.
 */
final class RabbitJMSProducer implements JMSProducer {

  private final RabbitSession session;
  private final MessageProducer producer;
  private final RabbitMessage template = new RabbitMessage();
  private boolean correlationIdAsBytes;

  /** Reads through to the template. */
  private final Set<String> propertyNames =
      new AbstractSet<>() {
        @Override
        public Iterator<String> iterator() {
          return Collections.list(template.getPropertyNames()).iterator();
        }

        @Override
        public int size() {
          return Collections.list(template.getPropertyNames()).size();
        }
      };

  /** Null for synchronous sends. */
  private CompletionListener completionListener;

  RabbitJMSProducer(RabbitSession session, MessageProducer producer) {
    this.session = session;
    this.producer = producer;
  }

  @Override
  public JMSProducer send(Destination destination, Message message) {
    if (message == null) {
      throw new MessageFormatRuntimeException("no message");
    }
    JmsErrors.unchecked(
        () -> {
          applyTo(message);
          if (completionListener == null) {
            producer.send(destination, message);
          } else {
            producer.send(destination, message, new UncheckedListener(completionListener));
          }
        });
    return this;
  }

  @Override
  public JMSProducer send(Destination destination, String body) {
    return send(destination, JmsErrors.unchecked(() -> session.createTextMessage(body)));
  }

  @Override
  public JMSProducer send(Destination destination, byte[] body) {
    return send(
        destination,
        JmsErrors.<Message>unchecked(
            () -> {
              BytesMessage message = session.createBytesMessage();
              if (body != null) {
                message.writeBytes(body);
              }
              return message;
            }));
  }

  @Override
  public JMSProducer send(Destination destination, Map<String, Object> body) {
    return send(
        destination,
        JmsErrors.<Message>unchecked(
            () -> {
              MapMessage message = session.createMapMessage();
              if (body != null) {
                for (Map.Entry<String, Object> entry : body.entrySet()) {
                  message.setObject(entry.getKey(), entry.getValue());
                }
              }
              return message;
            }));
  }

  @Override
  public JMSProducer send(Destination destination, Serializable body) {
    return send(destination, JmsErrors.unchecked(() -> session.createObjectMessage(body)));
  }

  @Override
  public JMSProducer setDisableMessageID(boolean value) {
    return with(() -> producer.setDisableMessageID(value));
  }

  @Override
  public boolean getDisableMessageID() {
    return JmsErrors.unchecked(producer::getDisableMessageID);
  }

  @Override
  public JMSProducer setDisableMessageTimestamp(boolean value) {
    return with(() -> producer.setDisableMessageTimestamp(value));
  }

  @Override
  public boolean getDisableMessageTimestamp() {
    return JmsErrors.unchecked(producer::getDisableMessageTimestamp);
  }

  @Override
  public JMSProducer setDeliveryMode(int deliveryMode) {
    return with(() -> producer.setDeliveryMode(deliveryMode));
  }

  @Override
  public int getDeliveryMode() {
    return JmsErrors.unchecked(producer::getDeliveryMode);
  }

  @Override
  public JMSProducer setPriority(int priority) {
    return with(() -> producer.setPriority(priority));
  }

  @Override
  public int getPriority() {
    return JmsErrors.unchecked(producer::getPriority);
  }

  @Override
  public JMSProducer setTimeToLive(long millis) {
    return with(() -> producer.setTimeToLive(millis));
  }

  @Override
  public long getTimeToLive() {
    return JmsErrors.unchecked(producer::getTimeToLive);
  }

  @Override
  public JMSProducer setDeliveryDelay(long millis) {
    return with(() -> producer.setDeliveryDelay(millis));
  }

  @Override
  public long getDeliveryDelay() {
    return JmsErrors.unchecked(producer::getDeliveryDelay);
  }

  @Override
  public JMSProducer setAsync(CompletionListener listener) {
    InContainer.refuseRuntime(session.managed(), "JMSProducer.setAsync");
    completionListener = listener;
    return this;
  }

  @Override
  public CompletionListener getAsync() {
    return completionListener;
  }

  @Override
  public JMSProducer setProperty(String name, boolean value) {
    return with(() -> template.setBooleanProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, byte value) {
    return with(() -> template.setByteProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, short value) {
    return with(() -> template.setShortProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, int value) {
    return with(() -> template.setIntProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, long value) {
    return with(() -> template.setLongProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, float value) {
    return with(() -> template.setFloatProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, double value) {
    return with(() -> template.setDoubleProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, String value) {
    return with(() -> template.setStringProperty(name, value));
  }

  @Override
  public JMSProducer setProperty(String name, Object value) {
    return with(() -> template.setObjectProperty(name, value));
  }

  @Override
  public JMSProducer clearProperties() {
    template.clearProperties();
    return this;
  }

  @Override
  public boolean propertyExists(String name) {
    return template.propertyExists(name);
  }

  @Override
  public boolean getBooleanProperty(String name) {
    return JmsErrors.unchecked(() -> template.getBooleanProperty(name));
  }

  @Override
  public byte getByteProperty(String name) {
    return JmsErrors.unchecked(() -> template.getByteProperty(name));
  }

  @Override
  public short getShortProperty(String name) {
    return JmsErrors.unchecked(() -> template.getShortProperty(name));
  }

  @Override
  public int getIntProperty(String name) {
    return JmsErrors.unchecked(() -> template.getIntProperty(name));
  }

  @Override
  public long getLongProperty(String name) {
    return JmsErrors.unchecked(() -> template.getLongProperty(name));
  }

  @Override
  public float getFloatProperty(String name) {
    return JmsErrors.unchecked(() -> template.getFloatProperty(name));
  }

  @Override
  public double getDoubleProperty(String name) {
    return JmsErrors.unchecked(() -> template.getDoubleProperty(name));
  }

  @Override
  public String getStringProperty(String name) {
    return template.getStringProperty(name);
  }

  @Override
  public Object getObjectProperty(String name) {
    return template.getObjectProperty(name);
  }

  @Override
  public Set<String> getPropertyNames() {
    return Collections.unmodifiableSet(propertyNames);
  }

  @Override
  public JMSProducer setJMSCorrelationIDAsBytes(byte[] id) {
    template.setJMSCorrelationIDAsBytes(id);
    correlationIdAsBytes = id != null;
    return this;
  }

  @Override
  public byte[] getJMSCorrelationIDAsBytes() {
    return template.getJMSCorrelationIDAsBytes();
  }

  @Override
  public JMSProducer setJMSCorrelationID(String id) {
    template.setJMSCorrelationID(id);
    correlationIdAsBytes = false;
    return this;
  }

  @Override
  public String getJMSCorrelationID() {
    return template.getJMSCorrelationID();
  }

  @Override
  public JMSProducer setJMSType(String type) {
    template.setJMSType(type);
    return this;
  }

  @Override
  public String getJMSType() {
    return template.getJMSType();
  }

  @Override
  public JMSProducer setJMSReplyTo(Destination replyTo) {
    template.setJMSReplyTo(replyTo);
    return this;
  }

  @Override
  public Destination getJMSReplyTo() {
    return template.getJMSReplyTo();
  }

  private void applyTo(Message message) throws JMSException {
    for (String name : propertyNames) {
      message.setObjectProperty(name, template.getObjectProperty(name));
    }
    if (correlationIdAsBytes) {
      message.setJMSCorrelationIDAsBytes(template.getJMSCorrelationIDAsBytes());
    } else if (template.getJMSCorrelationID() != null) {
      message.setJMSCorrelationID(template.getJMSCorrelationID());
    }
    if (template.getJMSType() != null) {
      message.setJMSType(template.getJMSType());
    }
    if (template.getJMSReplyTo() != null) {
      message.setJMSReplyTo(template.getJMSReplyTo());
    }
  }

  /** Gets the exceptions of the simplified API, as whoever calls send does. */
  private record UncheckedListener(CompletionListener listener) implements CompletionListener {

    @Override
    public void onCompletion(Message message) {
      listener.onCompletion(message);
    }

    @Override
    public void onException(Message message, Exception exception) {
      listener.onException(
          message, exception instanceof JMSException e ? JmsErrors.unchecked(e) : exception);
    }
  }

  private JMSProducer with(JmsErrors.Action setting) {
    JmsErrors.unchecked(setting);
    return this;
  }
}
