package io.rabbitra.it.app;

import io.rabbitra.it.probe.Events;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;

/** As {@link CountingMdb}, without a transaction; the adapter declares its queue. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = "it.plain"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
    })
@TransactionManagement(TransactionManagementType.CONTAINER)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PlainMdb implements MessageListener {

  @Override
  public void onMessage(Message message) {
    try {
      String body = ((TextMessage) message).getText();
      Events.all().add(body + " redelivered=" + message.getJMSRedelivered());
      if (body.startsWith("throw") && !message.getJMSRedelivered()) {
        throw new IllegalStateException("on purpose");
      }
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
