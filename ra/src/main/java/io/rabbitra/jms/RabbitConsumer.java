package io.rabbitra.jms;

import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads one queue or subscription, with receive or with a listener. For one thread at a time, but
 * for {@link #close}.
 */
final class RabbitConsumer implements QueueReceiver, TopicSubscriber, Dispatcher.Source {

  /**
   * What a consumer was made for.
   *
   * @param destination as the application passed it
   * @param selector null for none, which a blank one is too
   */
  record Purpose(Destination destination, String selector, boolean noLocal) {

    Purpose {
      selector = selector == null || selector.isBlank() ? null : selector;
    }
  }

  private final RabbitSession session;
  private final Purpose purpose;
  private final Reader reader;

  /** Held while a message is waited for or handed out, so that close can wait for it. */
  private final ReentrantLock receiving = new ReentrantLock();

  /** Written once. */
  private volatile boolean closed;

  private volatile MessageListener listener;

  /** Null unless a ConnectionConsumer reads with it. */
  private volatile ServerSessionFeed feed;

  RabbitConsumer(RabbitSession session, Purpose purpose, Reader reader) {
    this.session = session;
    this.purpose = purpose;
    this.reader = reader;
  }

  @Override
  public Message receive() throws JMSException {
    return receiveWithin(Long.MAX_VALUE);
  }

  /** {@inheritDoc} 0 milliseconds = without a limit. */
  @Override
  public Message receive(long timeoutMillis) throws JMSException {
    return receiveWithin(nanos(timeoutMillis));
  }

  /**
   * {@inheritDoc}
   *
   * <p>If nothing was sent ahead, asks the broker once whether something is under way, so that a
   * loop until null empties the queue: an answer from an empty queue takes some round trips and 20
   * ms.
   */
  @Override
  public Message receiveNoWait() throws JMSException {
    requireReceivable();
    receiving.lock();
    try {
      return handOut(reader.takeAvailable(session::delivering));
    } finally {
      receiving.unlock();
    }
  }

  /**
   * JMSConsumer.receiveBody. A message that has no such body is as if it had not been received; in
   * a transaction, and where the client acknowledges, as if it had been.
   *
   * @param timeoutMillis 0 = without a limit
   * @throws MessageFormatException the message has no body, or none of this type
   */
  <T> T receiveBody(Class<T> type, long timeoutMillis) throws JMSException {
    requireReceivable();
    receiving.lock();
    try {
      return bodyOf(reader.take(nanos(timeoutMillis), session::delivering), type);
    } finally {
      receiving.unlock();
    }
  }

  /** As {@link #receiveBody}, without waiting. */
  <T> T receiveBodyNoWait(Class<T> type) throws JMSException {
    requireReceivable();
    receiving.lock();
    try {
      return bodyOf(reader.takeAvailable(session::delivering), type);
    } finally {
      receiving.unlock();
    }
  }

  /** {@inheritDoc} Waits for a receive or a listener under way, unless called by it. */
  @Override
  public void close() throws JMSException {
    if (!closed) {
      finish();
    }
  }

  /** Closes it, also if {@link #endReceives} has begun to. */
  void finish() {
    endReceives();
    receiving.lock();
    receiving.unlock();
    session.listeners().awaitQuiet(this);
    session.consumers().forget(this);
  }

  /** A receive under way, and each one after it, returns without a message. */
  void endReceives() {
    closed = true;
    if (session.handle().isLost()) {
      reader.abandon();
    } else {
      reader.close();
    }
  }

  @Override
  public String getMessageSelector() throws JMSException {
    requireOpen();
    return purpose.selector();
  }

  @Override
  public boolean getNoLocal() throws JMSException {
    requireOpen();
    return purpose.noLocal();
  }

  @Override
  public Queue getQueue() throws JMSException {
    requireOpen();
    return (Queue) purpose.destination();
  }

  @Override
  public Topic getTopic() throws JMSException {
    requireOpen();
    return (Topic) purpose.destination();
  }

  @Override
  public MessageListener getMessageListener() throws JMSException {
    requireOpen();
    InContainer.refuse(session.managed(), "MessageConsumer.getMessageListener");
    return listener;
  }

  @Override
  public void setMessageListener(MessageListener listener) throws JMSException {
    requireOpen();
    InContainer.refuse(session.managed(), "MessageConsumer.setMessageListener");
    if (listener != null) {
      session.listeners().refuseIfOwn();
    }
    this.listener = listener;
    boolean listening = false;
    try {
      reader.listen(listener == null ? null : session.listeners()::wake);
      listening = true;
    } finally {
      if (!listening) {
        this.listener = null;
      }
    }
  }

  /** From now on messages go to the sessions of a pool. */
  void feed(ServerSessionFeed serverSessions) throws JMSException {
    feed = serverSessions;
    reader.listen(session.listeners()::wake);
  }

  boolean hasListener() {
    return listener != null || feed != null;
  }

  boolean isFor(Destination destination) {
    return !closed && destination.equals(purpose.destination());
  }

  void wake() {
    reader.wake();
  }

  @Override
  public boolean dispatchOne() {
    MessageListener toCall = listener;
    ServerSessionFeed toFeed = feed;
    if ((toCall == null && toFeed == null) || closed) {
      return false;
    }
    try {
      Taken taken = reader.take(0, session::delivering);
      if (taken == null) {
        return false;
      }
      if (toFeed == null) {
        session.deliveries().deliver(taken, toCall);
      } else {
        toFeed.feed(taken, reader, session::delivering);
      }
      return true;
    } catch (JMSException e) {
      listener = null;
      feed = null;
      session.tell(e);
      return false;
    }
  }

  private static long nanos(long timeoutMillis) {
    return timeoutMillis <= 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
  }

  private Message receiveWithin(long nanos) throws JMSException {
    requireReceivable();
    receiving.lock();
    try {
      return handOut(reader.take(nanos, session::delivering));
    } finally {
      receiving.unlock();
    }
  }

  private Message handOut(Taken taken) throws JMSException {
    if (taken == null) {
      session.handle().requireNotLost();
      return null;
    }
    return session.deliveries().handOut(taken);
  }

  private <T> T bodyOf(Taken taken, Class<T> type) throws JMSException {
    if (taken == null) {
      session.handle().requireNotLost();
      return null;
    }
    T body;
    try {
      body = taken.message().getBody(type);
      if (body == null) {
        throw new MessageFormatException("the message has no body");
      }
    } catch (JMSException | RuntimeException e) {
      if (session.deliveries().acknowledgesItself()) {
        reader.putBack(taken);
      } else {
        session.deliveries().handOut(taken);
      }
      throw e;
    }
    session.deliveries().handOut(taken);
    return body;
  }

  private void requireReceivable() throws JMSException {
    requireOpen();
    session.listeners().refuseIfOwn();
    if (session.listeners().ofConsumers()) {
      throw new IllegalStateException(
          "a session with a message listener cannot receive (Jakarta Messaging 3.1, section 6.2.5)");
    }
  }

  private void requireOpen() throws JMSException {
    session.core();
    if (closed) {
      throw RabbitConnectionFactory.closed("consumer");
    }
  }
}
