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
import jakarta.jms.TextMessage;

/** Answers requests, whose objects of this package it trusts. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = "it.replying"),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(
          propertyName = "trustedPackages",
          propertyValue = "io.rabbitra.it.jms"),
    })
public class ReplyingMdb implements MessageListener {

  public static final String QUEUE = "it.replying";

  @Resource(lookup = Jndi.POOLED)
  private ConnectionFactory factory;

  @Override
  public void onMessage(Message request) {
    try (JMSContext context = factory.createContext()) {
      TextMessage reply = context.createTextMessage("re: " + content(request));
      reply.setJMSCorrelationID(request.getJMSMessageID());
      context.createProducer().send(request.getJMSReplyTo(), reply);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String content(Message request) throws JMSException {
    return request instanceof ObjectMessage object
        ? ((Parcel) object.getObject()).content()
        : request.getBody(String.class);
  }
}
