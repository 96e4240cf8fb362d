package io.rabbitra.jms;

import io.rabbitra.message.RabbitMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashSet;
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
          producer.send(destination, message);
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
    throw notYet("MapMessage");
  }

  @Override
  public JMSProducer send(Destination destination, Serializable body) {
    throw notYet("ObjectMessage");
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
    if (listener != null) {
      throw NotYet.runtime("asynchronous send");
    }
    return this;
  }

  @Override
  public CompletionListener getAsync() {
    return null;
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
    return Collections.unmodifiableSet(
        new LinkedHashSet<>(Collections.list(template.getPropertyNames())));
  }

  @Override
  public JMSProducer setJMSCorrelationIDAsBytes(byte[] id) {
    template.setJMSCorrelationIDAsBytes(id);
    return this;
  }

  @Override
  public byte[] getJMSCorrelationIDAsBytes() {
    return template.getJMSCorrelationIDAsBytes();
  }

  @Override
  public JMSProducer setJMSCorrelationID(String id) {
    template.setJMSCorrelationID(id);
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
    for (String name : getPropertyNames()) {
      message.setObjectProperty(name, template.getObjectProperty(name));
    }
    if (template.getJMSCorrelationID() != null) {
      message.setJMSCorrelationID(template.getJMSCorrelationID());
    }
    if (template.getJMSType() != null) {
      message.setJMSType(template.getJMSType());
    }
    if (template.getJMSReplyTo() != null) {
      message.setJMSReplyTo(template.getJMSReplyTo());
    }
  }

  private JMSRuntimeException notYet(String feature) {
    JmsErrors.unchecked(session::core);
    return NotYet.runtime(feature);
  }

  private JMSProducer with(JmsErrors.Action setting) {
    JmsErrors.unchecked(setting);
    return this;
  }
}
