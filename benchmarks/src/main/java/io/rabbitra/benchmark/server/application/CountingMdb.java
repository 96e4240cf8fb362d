package io.rabbitra.benchmark.server.application;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Reads each message. Which queue it has, and from where, is in the descriptors. */
public class CountingMdb implements MessageListener {

  /**
   * @throws IllegalStateException the message cannot be read
   */
  @Override
  public void onMessage(Message message) {
    try {
      Deliveries.current().received(message.getBody(byte[].class));
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
