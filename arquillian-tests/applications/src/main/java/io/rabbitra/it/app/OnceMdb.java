package io.rabbitra.it.app;

import io.rabbitra.it.probe.Events;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.concurrent.locks.LockSupport;

/** Gives up, and loses, what fails once: a delivery that is counted as failed shows. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = OnceMdb.QUEUE),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "4"),
      @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "0"),
    })
public class OnceMdb implements MessageListener {

  public static final String QUEUE = "it.once";

  /** Long enough for a thousand messages to be a load. */
  private static final long WORK_NANOS = 2_000_000;

  @Override
  public void onMessage(Message message) {
    try {
      Events.all().add(message.getBody(String.class));
      LockSupport.parkNanos(WORK_NANOS);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
