package io.rabbitra.it.jms;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;

/** Trusts no class, and answers what came of reading an object all the same. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = "it.distrusting"),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
    })
public class DistrustingMdb implements MessageListener {

  public static final String QUEUE = "it.distrusting";

  @Resource(lookup = Jndi.POOLED)
  private ConnectionFactory factory;

  @Override
  public void onMessage(Message request) {
    try (JMSContext context = factory.createContext()) {
      context
          .createProducer()
          .send(request.getJMSReplyTo(), Check.outcome(((ObjectMessage) request)::getObject));
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
