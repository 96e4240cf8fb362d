package io.rabbitra.it.app;

import io.rabbitra.it.probe.Events;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;

/**
 * Asks another program and waits for its answer while it holds a worker of the adapter; without a
 * transaction, which would hold the question back until its end.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = "it.requesting"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "16"),
      @ActivationConfigProperty(propertyName = "prefetch", propertyValue = "1"),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RequestingMdb implements MessageListener {

  @Resource(lookup = "java:comp/env/jms/Pooled")
  private ConnectionFactory factory;

  @Override
  public void onMessage(Message message) {
    try (JMSContext context = factory.createContext()) {
      TemporaryQueue replies = context.createTemporaryQueue();
      TextMessage question = context.createTextMessage(((TextMessage) message).getText());
      question.setJMSReplyTo(replies);
      context.createProducer().send(context.createQueue("it.service"), question);
      String answer = context.createConsumer(replies).receiveBody(String.class, 60_000);
      Events.all().add("answer " + answer);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
