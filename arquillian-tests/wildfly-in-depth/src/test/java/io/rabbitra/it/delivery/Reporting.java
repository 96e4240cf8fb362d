package io.rabbitra.it.delivery;

import io.rabbitra.it.probe.Events;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Reports its own name and what it gets. */
public abstract class Reporting implements MessageListener {

  @Override
  public void onMessage(Message message) {
    try {
      String text = message.getBody(String.class);
      Events.all()
          .add(
              (getClass().getSimpleName() + " " + text)
                  + (" redelivered=" + message.getJMSRedelivered())
                  + (" count=" + message.getIntProperty("JMSXDeliveryCount")));
      received(text, message.getJMSRedelivered());
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the bean does with it. */
  void received(String text, boolean redelivered) {}
}
