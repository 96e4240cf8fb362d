package io.rabbitra.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import java.util.concurrent.TimeUnit;

/** Reads one queue with receive. For one thread at a time, but for {@link #close}. */
final class RabbitConsumer implements MessageConsumer {

  private final RabbitSession session;
  private final QueueReader reader;

  /** Written once. */
  private volatile boolean closed;

  RabbitConsumer(RabbitSession session, QueueReader reader) {
    this.session = session;
    this.reader = reader;
  }

  @Override
  public Message receive() throws JMSException {
    return receiveWithin(Long.MAX_VALUE);
  }

  /** {@inheritDoc} 0 milliseconds = without a limit. */
  @Override
  public Message receive(long timeoutMillis) throws JMSException {
    return receiveWithin(
        timeoutMillis <= 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
  }

  /**
   * {@inheritDoc}
   *
   * <p>If nothing was sent ahead, asks the broker once whether something is under way, so that a
   * loop until null empties the queue: an answer from an empty queue takes two round trips and 20
   * ms.
   */
  @Override
  public Message receiveNoWait() throws JMSException {
    requireOpen();
    boolean delivers = session.started().await(1, () -> closed || session.isClosed()) > 0;
    return handOut(delivers ? reader.takeAvailable() : null);
  }

  @Override
  public void close() {
    closed = true;
    session.started().wake();
    reader.close();
    session.forget(this);
  }

  @Override
  public String getMessageSelector() throws JMSException {
    requireOpen();
    return null;
  }

  @Override
  public MessageListener getMessageListener() throws JMSException {
    requireOpen();
    InContainer.refuse(session.managed(), "MessageConsumer.getMessageListener");
    return null;
  }

  @Override
  public void setMessageListener(MessageListener listener) throws JMSException {
    requireOpen();
    InContainer.refuse(session.managed(), "MessageConsumer.setMessageListener");
    throw NotYet.jms("message listeners outside of a container");
  }

  private Message receiveWithin(long nanos) throws JMSException {
    requireOpen();
    long left = session.started().await(nanos, () -> closed || session.isClosed());
    return handOut(left <= 0 ? null : reader.take(left));
  }

  private Message handOut(QueueReader.Taken taken) throws JMSException {
    if (taken == null) {
      session.requireNotLost();
      return null;
    }
    return session.handOut(taken);
  }

  private void requireOpen() throws JMSException {
    session.core();
    if (closed) {
      throw RabbitConnectionFactory.closed("consumer");
    }
  }
}
