package io.rabbitra.it.chaos;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** In one transaction: takes a message and sends it on. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = "chaos.tx"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "4"),
      @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "4"),
      @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "1000"),
      @ActivationConfigProperty(propertyName = "deadLetterQueue", propertyValue = "chaos.dead"),
      @ActivationConfigProperty(propertyName = "reconnectInterval", propertyValue = "200"),
      @ActivationConfigProperty(propertyName = "maxReconnectInterval", propertyValue = "1000"),
    })
public class ForwardingMdb implements MessageListener {

  @Resource(lookup = "java:/jms/Pooled")
  private ConnectionFactory factory;

  @Override
  public void onMessage(Message message) {
    String id = ChaosMessages.id(message);
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(context.createQueue("chaos.out"), id);
    }
    // Only now, so that a rollback has something to take back.
    ChaosMessages.failIfAsked(id, ChaosMessages.redelivered(message));
  }
}
