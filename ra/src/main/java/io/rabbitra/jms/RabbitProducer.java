package io.rabbitra.jms;

import io.rabbitra.destination.RabbitDestination;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;

/**
 * Sends to one destination, or to the one each send names.
 *
 * <p>A send returns after the broker's confirm. Hints to leave out message id or timestamp are
 * taken and not followed: the id matches a returned message with its send.
 */
final class RabbitProducer implements QueueSender, TopicPublisher {

  private final RabbitSession session;
  private final Destination given;
  private final RabbitDestination destination;
  private volatile boolean closed;
  private boolean disableMessageId;
  private boolean disableMessageTimestamp;
  private SendOptions options = SendOptions.DEFAULT;

  /**
   * @param destination null if each send names one
   */
  RabbitProducer(RabbitSession session, Destination destination) throws JMSException {
    this.session = session;
    this.given = destination;
    this.destination = destination == null ? null : Destinations.own(destination);
  }

  @Override
  public void send(Message message) throws JMSException {
    send(toOwn(), message, options, null);
  }

  @Override
  public void send(Message message, int mode, int priority, long ttl) throws JMSException {
    send(toOwn(), message, options.with(mode, priority, ttl), null);
  }

  @Override
  public void send(Destination to, Message message) throws JMSException {
    send(named(to), message, options, null);
  }

  @Override
  public void send(Destination to, Message message, int mode, int priority, long ttl)
      throws JMSException {
    send(named(to), message, options.with(mode, priority, ttl), null);
  }

  @Override
  public void send(Message message, CompletionListener listener) throws JMSException {
    send(toOwn(), message, options, required(listener));
  }

  @Override
  public void send(Message message, int mode, int priority, long ttl, CompletionListener listener)
      throws JMSException {
    send(toOwn(), message, options.with(mode, priority, ttl), required(listener));
  }

  @Override
  public void send(Destination to, Message message, CompletionListener listener)
      throws JMSException {
    send(named(to), message, options, required(listener));
  }

  @Override
  public void send(
      Destination to,
      Message message,
      int mode,
      int priority,
      long ttl,
      CompletionListener listener)
      throws JMSException {
    send(named(to), message, options.with(mode, priority, ttl), required(listener));
  }

  @Override
  public void send(Queue to, Message message) throws JMSException {
    send((Destination) to, message);
  }

  @Override
  public void send(Queue to, Message message, int mode, int priority, long ttl)
      throws JMSException {
    send((Destination) to, message, mode, priority, ttl);
  }

  @Override
  public void publish(Message message) throws JMSException {
    send(message);
  }

  @Override
  public void publish(Message message, int mode, int priority, long ttl) throws JMSException {
    send(message, mode, priority, ttl);
  }

  @Override
  public void publish(Topic to, Message message) throws JMSException {
    send((Destination) to, message);
  }

  @Override
  public void publish(Topic to, Message message, int mode, int priority, long ttl)
      throws JMSException {
    send((Destination) to, message, mode, priority, ttl);
  }

  /** {@inheritDoc} Waits for asynchronous sends under way. */
  @Override
  public void close() throws JMSException {
    if (!closed) {
      session.sender().awaitAsyncOf(this);
      closed = true;
    }
  }

  @Override
  public Destination getDestination() throws JMSException {
    requireOpen();
    return given;
  }

  @Override
  public Queue getQueue() throws JMSException {
    requireOpen();
    return (Queue) given;
  }

  @Override
  public Topic getTopic() throws JMSException {
    requireOpen();
    return (Topic) given;
  }

  @Override
  public void setDeliveryMode(int deliveryMode) throws JMSException {
    requireOpen();
    options = options.withDeliveryMode(deliveryMode);
  }

  @Override
  public int getDeliveryMode() throws JMSException {
    requireOpen();
    return options.deliveryMode();
  }

  @Override
  public void setPriority(int priority) throws JMSException {
    requireOpen();
    options = options.withPriority(priority);
  }

  @Override
  public int getPriority() throws JMSException {
    requireOpen();
    return options.priority();
  }

  /** Milliseconds; 0 = for ever. */
  @Override
  public void setTimeToLive(long timeToLive) throws JMSException {
    requireOpen();
    options = options.withTimeToLive(timeToLive);
  }

  @Override
  public long getTimeToLive() throws JMSException {
    requireOpen();
    return options.timeToLive();
  }

  /** Milliseconds; 97 days at most. */
  @Override
  public void setDeliveryDelay(long deliveryDelay) throws JMSException {
    requireOpen();
    options = options.withDeliveryDelay(deliveryDelay);
  }

  @Override
  public long getDeliveryDelay() throws JMSException {
    requireOpen();
    return options.deliveryDelay();
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

  private RabbitDestination toOwn() throws JMSException {
    requireOpen();
    if (destination == null) {
      throw new UnsupportedOperationException("the producer has no destination of its own");
    }
    return destination;
  }

  private RabbitDestination named(Destination to) throws JMSException {
    requireOpen();
    if (destination != null) {
      throw new UnsupportedOperationException("the producer has a destination of its own");
    }
    if (to == null) {
      throw new InvalidDestinationException("no destination");
    }
    return Destinations.own(to);
  }

  private CompletionListener required(CompletionListener listener) throws JMSException {
    InContainer.refuse(session.managed(), "asynchronous send");
    if (listener == null) {
      throw new IllegalArgumentException("no CompletionListener");
    }
    return listener;
  }

  private void send(
      RabbitDestination to, Message message, SendOptions how, CompletionListener listener)
      throws JMSException {
    if (message == null) {
      throw new MessageFormatException("no message");
    }
    if (listener == null) {
      session.sender().send(to, message, how);
    } else {
      session.sender().sendAsync(this, to, message, how, listener);
    }
  }

  private void requireOpen() throws JMSException {
    session.core();
    if (closed) {
      throw RabbitConnectionFactory.closed("producer");
    }
  }
}
