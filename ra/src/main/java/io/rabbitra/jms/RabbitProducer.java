package io.rabbitra.jms;

import io.rabbitra.destination.RabbitDestination;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;

/**
 * Sends to one destination, or to the one each send names.
 *
 * <p>A send returns after the broker's confirm. Hints to leave out message id or timestamp are
 * taken and not followed: the id matches a returned message with its send.
 */
final class RabbitProducer implements MessageProducer {

  private final RabbitSession session;
  private final RabbitDestination destination;
  private boolean closed;
  private boolean disableMessageId;
  private boolean disableMessageTimestamp;
  private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
  private int priority = Message.DEFAULT_PRIORITY;
  private long timeToLive = Message.DEFAULT_TIME_TO_LIVE;

  /**
   * @param destination null if each send names one
   */
  RabbitProducer(RabbitSession session, RabbitDestination destination) {
    this.session = session;
    this.destination = destination;
  }

  @Override
  public void send(Message message) throws JMSException {
    send(message, deliveryMode, priority, timeToLive);
  }

  @Override
  public void send(Message message, int mode, int ofPriority, long ttl) throws JMSException {
    requireOpen();
    if (destination == null) {
      throw new UnsupportedOperationException("the producer has no destination of its own");
    }
    sendTo(destination, message, mode, ofPriority, ttl);
  }

  @Override
  public void send(Destination to, Message message) throws JMSException {
    send(to, message, deliveryMode, priority, timeToLive);
  }

  @Override
  public void send(Destination to, Message message, int mode, int ofPriority, long ttl)
      throws JMSException {
    requireOpen();
    if (destination != null) {
      throw new UnsupportedOperationException("the producer has a destination of its own");
    }
    if (to == null) {
      throw new InvalidDestinationException("no destination");
    }
    sendTo(SessionCore.own(to), message, mode, ofPriority, ttl);
  }

  @Override
  public void send(Message message, CompletionListener listener) throws JMSException {
    throw asynchronous();
  }

  @Override
  public void send(Message message, int mode, int ofPriority, long ttl, CompletionListener listener)
      throws JMSException {
    throw asynchronous();
  }

  @Override
  public void send(Destination to, Message message, CompletionListener listener)
      throws JMSException {
    throw asynchronous();
  }

  @Override
  public void send(
      Destination to,
      Message message,
      int mode,
      int ofPriority,
      long ttl,
      CompletionListener listener)
      throws JMSException {
    throw asynchronous();
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public Destination getDestination() throws JMSException {
    requireOpen();
    return destination;
  }

  @Override
  public void setDeliveryMode(int deliveryMode) throws JMSException {
    requireOpen();
    SessionCore.checkDeliveryMode(deliveryMode);
    this.deliveryMode = deliveryMode;
  }

  @Override
  public int getDeliveryMode() throws JMSException {
    requireOpen();
    return deliveryMode;
  }

  @Override
  public void setPriority(int priority) throws JMSException {
    requireOpen();
    SessionCore.checkPriority(priority);
    this.priority = priority;
  }

  @Override
  public int getPriority() throws JMSException {
    requireOpen();
    return priority;
  }

  /** Milliseconds; 0 = for ever. */
  @Override
  public void setTimeToLive(long timeToLive) throws JMSException {
    requireOpen();
    checkTimeToLive(timeToLive);
    this.timeToLive = timeToLive;
  }

  @Override
  public long getTimeToLive() throws JMSException {
    requireOpen();
    return timeToLive;
  }

  @Override
  public void setDeliveryDelay(long deliveryDelay) throws JMSException {
    requireOpen();
    if (deliveryDelay != 0) {
      throw NotYet.jms("delivery delay");
    }
  }

  @Override
  public long getDeliveryDelay() throws JMSException {
    requireOpen();
    return 0;
  }

  @Override
  public void setDisableMessageID(boolean disableMessageId) throws JMSException {
    requireOpen();
    this.disableMessageId = disableMessageId;
  }

  @Override
  public boolean getDisableMessageID() throws JMSException {
    requireOpen();
    return disableMessageId;
  }

  @Override
  public void setDisableMessageTimestamp(boolean disableMessageTimestamp) throws JMSException {
    requireOpen();
    this.disableMessageTimestamp = disableMessageTimestamp;
  }

  @Override
  public boolean getDisableMessageTimestamp() throws JMSException {
    requireOpen();
    return disableMessageTimestamp;
  }

  private void sendTo(RabbitDestination to, Message message, int mode, int ofPriority, long ttl)
      throws JMSException {
    if (message == null) {
      throw new MessageFormatException("no message");
    }
    SessionCore.checkDeliveryMode(mode);
    SessionCore.checkPriority(ofPriority);
    checkTimeToLive(ttl);
    session.core().send(to, message, mode, ofPriority, ttl);
  }

  private static void checkTimeToLive(long millis) throws JMSException {
    if (millis < 0) {
      throw new JMSException("time to live " + millis + " ms: allowed is 0 or more");
    }
  }

  private JMSException asynchronous() throws JMSException {
    requireOpen();
    InContainer.refuse(session.managed(), "asynchronous send");
    return NotYet.jms("asynchronous send");
  }

  private void requireOpen() throws JMSException {
    session.core();
    if (closed) {
      throw RabbitConnectionFactory.closed("producer");
    }
  }
}
