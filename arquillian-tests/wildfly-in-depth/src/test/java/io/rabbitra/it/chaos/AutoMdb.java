package io.rabbitra.it.chaos;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Acknowledges one by one; what fails too often goes to the dead-letter queue. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = "chaos.auto"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "4"),
      @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "1000"),
      @ActivationConfigProperty(propertyName = "deadLetterQueue", propertyValue = "chaos.dead"),
      @ActivationConfigProperty(propertyName = "reconnectInterval", propertyValue = "200"),
      @ActivationConfigProperty(propertyName = "maxReconnectInterval", propertyValue = "1000"),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AutoMdb implements MessageListener {

  @Override
  public void onMessage(Message message) {
    String id = ChaosMessages.id(message);
    boolean redelivered = ChaosMessages.redelivered(message);
    ChaosMessages.failIfAsked(id, redelivered);
    Ledger.processed(id, redelivered);
  }
}
