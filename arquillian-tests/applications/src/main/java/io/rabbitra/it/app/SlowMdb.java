package io.rabbitra.it.app;

import io.rabbitra.it.probe.Events;
import io.rabbitra.it.probe.Gates;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Works until the test opens the gate that the body names before its colon. It has more sessions
 * than the adapter has workers.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = SlowMdb.QUEUE),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "40"),
      @ActivationConfigProperty(propertyName = "prefetch", propertyValue = "1"),
    })
public class SlowMdb implements MessageListener {

  public static final String QUEUE = "it.slow";
  public static final int SESSIONS = 40;

  @Override
  public void onMessage(Message message) {
    try {
      String body = message.getBody(String.class);
      Gates.pass(body.split(":")[0]);
      Events.all().add(body + " redelivered=" + message.getJMSRedelivered());
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
