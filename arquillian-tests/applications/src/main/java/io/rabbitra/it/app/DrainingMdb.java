package io.rabbitra.it.app;

import io.rabbitra.it.probe.Events;
import io.rabbitra.it.probe.Gates;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Works until the test opens its gate, which is longer than its endpoint waits. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationName",
          propertyValue = DrainingMdb.QUEUE),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "1"),
      @ActivationConfigProperty(propertyName = "drainTimeout", propertyValue = "500"),
    })
public class DrainingMdb implements MessageListener {

  public static final String QUEUE = "it.draining";

  @Override
  public void onMessage(Message message) {
    try {
      String text = message.getBody(String.class);
      Events.all().add(text + " begins");
      Gates.pass(text);
      Events.all().add(text + " ends");
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
