package io.rabbitra.it.tx;

import io.rabbitra.it.probe.Events;
import io.rabbitra.it.probe.Gates;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * In one transaction of the container: receives, writes into the ledger, and sends. The first word
 * of the body says what goes wrong in the first delivery.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = Names.TRANSFERS),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "1"),
      @ActivationConfigProperty(propertyName = "deadLetterQueue", propertyValue = Names.DEAD),
    })
public class TransferMdb implements MessageListener {

  @Resource private MessageDrivenContext context;

  @Resource(lookup = Names.POOLED)
  private ConnectionFactory factory;

  @Resource(lookup = Names.DATABASE)
  private DataSource database;

  @Override
  public void onMessage(Message message) {
    try {
      transfer(message.getBody(String.class), message.getJMSRedelivered());
    } catch (JMSException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void transfer(String text, boolean redelivered) throws SQLException {
    Ledger ledger = new Ledger(database);
    Events.all().add(text + " rows=" + ledger.count(text) + " redelivered=" + redelivered);
    ledger.add(text);
    boolean vanishing = text.startsWith("unroutable");
    Sender.send(factory, vanishing ? Names.VANISHING : Names.OUT, text);
    if (vanishing) {
      Events.all().add(text + " sent");
      Gates.pass(text);
    } else if (!redelivered && text.startsWith("rollback")) {
      context.setRollbackOnly();
    } else if (!redelivered && text.startsWith("throw")) {
      throw new IllegalArgumentException("on purpose");
    }
  }
}
