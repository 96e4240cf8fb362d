package io.rabbitra.it.tx;

import io.rabbitra.it.probe.Events;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;

/** Its transactions are its own; the delivery is in none of them. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = Names.DEMARCATED),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "1"),
    })
@TransactionManagement(TransactionManagementType.BEAN)
public class DemarcatingMdb implements MessageListener {

  @Resource private UserTransaction transaction;

  @Resource(lookup = Names.POOLED)
  private ConnectionFactory factory;

  @Override
  public void onMessage(Message message) {
    try {
      String text = message.getBody(String.class);
      boolean redelivered = message.getJMSRedelivered();
      Events.all().add(text + " redelivered=" + redelivered);
      transaction.begin();
      Sender.send(factory, Names.OUT, text);
      if (text.startsWith("rollback")) {
        transaction.rollback();
      } else {
        transaction.commit();
      }
      if (!redelivered && text.startsWith("throw")) {
        throw new IllegalArgumentException("on purpose");
      }
    } catch (JMSException
        | NotSupportedException
        | SystemException
        | RollbackException
        | HeuristicMixedException
        | HeuristicRollbackException e) {
      throw new IllegalStateException(e);
    }
  }
}
