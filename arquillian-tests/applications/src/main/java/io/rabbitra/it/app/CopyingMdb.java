package io.rabbitra.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.concurrent.locks.LockSupport;

/**
 * Records what it has processed where the end of the server does not lose it: in one transaction,
 * it takes a message and sends a copy.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = CopyingMdb.QUEUE),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "4"),
      @ActivationConfigProperty(propertyName = "reconnectInterval", propertyValue = "200"),
      @ActivationConfigProperty(propertyName = "maxReconnectInterval", propertyValue = "1000"),
    })
public class CopyingMdb implements MessageListener {

  public static final String QUEUE = "it.copying";
  public static final String COPIES = "it.copying.copies";

  /** Long enough for some thousand messages to be a load while a server stops. */
  private static final long WORK_NANOS = 5_000_000;

  @Resource(lookup = "java:comp/env/jms/Pooled")
  private ConnectionFactory factory;

  @Override
  public void onMessage(Message message) {
    try (JMSContext context = factory.createContext()) {
      String body = message.getBody(String.class);
      LockSupport.parkNanos(WORK_NANOS);
      context.createProducer().send(context.createQueue(COPIES), body);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
