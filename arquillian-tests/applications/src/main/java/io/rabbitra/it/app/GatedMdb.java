package io.rabbitra.it.app;

import io.rabbitra.it.probe.Events;
import io.rabbitra.it.probe.Gates;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Works until the test opens the gate that the message's body names. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = GatedMdb.QUEUE),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "3"),
      @ActivationConfigProperty(propertyName = "prefetch", propertyValue = "1"),
    })
public class GatedMdb implements MessageListener {

  public static final String QUEUE = "it.gated";

  @Override
  public void onMessage(Message message) {
    try {
      String gate = message.getBody(String.class);
      Events.all().add(gate + " begins");
      Gates.pass(gate);
      Events.all().add(gate + " ends");
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
