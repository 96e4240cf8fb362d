package io.rabbitra.it.chaos;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Consumes from the queue that is deleted again and again, which it brings back. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = "chaos.deleted"),
      @ActivationConfigProperty(propertyName = "missingQueue", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "reconnectInterval", propertyValue = "200"),
      @ActivationConfigProperty(propertyName = "maxReconnectInterval", propertyValue = "1000"),
    })
public class DeletedMdb implements MessageListener {

  @Override
  public void onMessage(Message message) {
    Ledger.processed(ChaosMessages.id(message), ChaosMessages.redelivered(message));
  }
}
