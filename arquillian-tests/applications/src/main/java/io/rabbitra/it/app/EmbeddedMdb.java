package io.rabbitra.it.app;

import io.rabbitra.it.probe.Events;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Is in an ear with the adapter that delivers to it. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationName",
          propertyValue = EmbeddedMdb.QUEUE),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "2"),
    })
public class EmbeddedMdb implements MessageListener {

  public static final String QUEUE = "it.embedded";

  @Override
  public void onMessage(Message message) {
    try {
      Events.all().add(message.getBody(String.class) + " embedded");
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
