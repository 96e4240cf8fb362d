package io.rabbitra.it.app;

import io.rabbitra.it.probe.Events;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;

/** Reports each message; a body that begins with "rollback" rolls its first delivery back. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = "it.counting"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "4"),
      @ActivationConfigProperty(propertyName = "reconnectInterval", propertyValue = "200"),
      @ActivationConfigProperty(propertyName = "maxReconnectInterval", propertyValue = "1000"),
    })
public class CountingMdb implements MessageListener {

  @Resource private MessageDrivenContext context;

  @Override
  public void onMessage(Message message) {
    try {
      String body = ((TextMessage) message).getText();
      boolean redelivered = message.getJMSRedelivered();
      Events.all()
          .add(
              body
                  + " redelivered="
                  + redelivered
                  + " count="
                  + message.getIntProperty("JMSXDeliveryCount")
                  + " thread="
                  + Thread.currentThread().getName());
      if (body.startsWith("rollback") && !redelivered) {
        context.setRollbackOnly();
      }
      if (body.startsWith("throw") && !redelivered) {
        throw new IllegalStateException("on purpose");
      }
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
