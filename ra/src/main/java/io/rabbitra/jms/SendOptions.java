package io.rabbitra.jms;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * How a message is sent.
 *
 * @param timeToLive milliseconds; 0 = for ever
 * @param deliveryDelay milliseconds
 */
record SendOptions(int deliveryMode, int priority, long timeToLive, long deliveryDelay) {

  static final SendOptions DEFAULT =
      new SendOptions(
          Message.DEFAULT_DELIVERY_MODE,
          Message.DEFAULT_PRIORITY,
          Message.DEFAULT_TIME_TO_LIVE,
          Message.DEFAULT_DELIVERY_DELAY);

  SendOptions withDeliveryMode(int mode) throws JMSException {
    return new SendOptions(mode, priority, timeToLive, deliveryDelay).checked();
  }

  SendOptions withPriority(int newPriority) throws JMSException {
    return new SendOptions(deliveryMode, newPriority, timeToLive, deliveryDelay).checked();
  }

  SendOptions withTimeToLive(long millis) throws JMSException {
    return new SendOptions(deliveryMode, priority, millis, deliveryDelay).checked();
  }

  SendOptions withDeliveryDelay(long millis) throws JMSException {
    return new SendOptions(deliveryMode, priority, timeToLive, millis).checked();
  }

  /** The same with what one send says for itself. */
  SendOptions with(int mode, int newPriority, long ttl) throws JMSException {
    return new SendOptions(mode, newPriority, ttl, deliveryDelay).checked();
  }

  private SendOptions checked() throws JMSException {
    if (deliveryMode != DeliveryMode.PERSISTENT && deliveryMode != DeliveryMode.NON_PERSISTENT) {
      throw new JMSException("delivery mode " + deliveryMode + ": allowed are 1 and 2");
    }
    if (priority < 0 || priority > 9) {
      throw new JMSException("priority " + priority + ": allowed are 0 to 9");
    }
    if (timeToLive < 0) {
      throw new JMSException("time to live " + timeToLive + " ms: allowed is 0 or more");
    }
    if (deliveryDelay < 0) {
      throw new JMSException("delivery delay " + deliveryDelay + " ms: allowed is 0 or more");
    }
    return this;
  }
}
