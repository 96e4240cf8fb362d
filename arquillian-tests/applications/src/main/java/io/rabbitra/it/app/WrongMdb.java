package io.rabbitra.it.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Everything is wrong with its activation configuration. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Nothing"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "0"),
      @ActivationConfigProperty(propertyName = "acknowledgeMode", propertyValue = "Sometimes"),
    })
public class WrongMdb implements MessageListener {

  @Override
  public void onMessage(Message message) {
    throw new IllegalStateException("never activated");
  }
}
