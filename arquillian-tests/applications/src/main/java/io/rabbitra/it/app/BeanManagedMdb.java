package io.rabbitra.it.app;

import io.rabbitra.it.probe.Events;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.transaction.UserTransaction;

/**
 * Sends to the queue of the replies in a transaction of its own, which it rolls back if the body
 * says so; that is no failure of the delivery.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationName",
          propertyValue = BeanManagedMdb.QUEUE),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "2"),
    })
@TransactionManagement(TransactionManagementType.BEAN)
public class BeanManagedMdb implements MessageListener {

  public static final String QUEUE = "it.bean-managed";
  public static final String REPLIES = "it.bean-managed.replies";

  @Resource private UserTransaction transaction;

  @Resource(lookup = "java:comp/env/jms/Pooled")
  private ConnectionFactory factory;

  @Override
  public void onMessage(Message message) {
    try {
      String body = message.getBody(String.class);
      transaction.begin();
      try (JMSContext context = factory.createContext()) {
        context.createProducer().send(context.createQueue(REPLIES), "re: " + body);
      }
      if (body.startsWith("rollback")) {
        transaction.rollback();
      } else {
        transaction.commit();
      }
      Events.all().add(body + " redelivered=" + message.getJMSRedelivered());
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    } catch (Exception e) {
      throw new IllegalStateException("the transaction did not end", e);
    }
  }
}
