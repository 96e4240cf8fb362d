package io.rabbitra.it.chaos;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Takes what {@link ForwardingMdb} sends on; acknowledges in batches. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = "chaos.out"),
      @ActivationConfigProperty(
          propertyName = "acknowledgeMode",
          propertyValue = "Dups-ok-acknowledge"),
      @ActivationConfigProperty(propertyName = "minSessions", propertyValue = "1"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "3"),
      @ActivationConfigProperty(propertyName = "reconnectInterval", propertyValue = "200"),
      @ActivationConfigProperty(propertyName = "maxReconnectInterval", propertyValue = "1000"),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SinkMdb implements MessageListener {

  @Override
  public void onMessage(Message message) {
    Ledger.processed(ChaosMessages.id(message), ChaosMessages.redelivered(message));
  }
}
