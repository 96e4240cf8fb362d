package io.rabbitra.it.tx;

import io.rabbitra.it.probe.Events;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** The bean has transactions of the container, but its listener method has none. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationName",
          propertyValue = Names.UNTRANSACTED),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "1"),
    })
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class UntransactedMdb implements MessageListener {

  @Resource(lookup = Names.POOLED)
  private ConnectionFactory factory;

  @Override
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void onMessage(Message message) {
    try {
      String text = message.getBody(String.class);
      boolean redelivered = message.getJMSRedelivered();
      Events.all().add(text + " redelivered=" + redelivered);
      Sender.send(factory, Names.OUT, text);
      if (!redelivered && text.startsWith("throw")) {
        throw new IllegalArgumentException("on purpose");
      }
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
