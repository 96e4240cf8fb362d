package io.rabbitra.jms;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;

/**
 * Reads for the sessions of a ServerSessionPool. What they have when it is closed they can still
 * settle, until the connection is closed.
 */
final class RabbitConnectionConsumer implements ConnectionConsumer {

  private final RabbitConsumer consumer;
  private final ServerSessionPool pool;
  private volatile boolean closed;

  /**
   * @param consumer of a session that nobody else uses
   */
  RabbitConnectionConsumer(RabbitConsumer consumer, ServerSessionPool pool, int maxMessages)
      throws JMSException {
    this.consumer = consumer;
    this.pool = pool;
    consumer.feed(new ServerSessionFeed(pool, maxMessages));
  }

  @Override
  public ServerSessionPool getServerSessionPool() throws JMSException {
    if (closed) {
      throw new IllegalStateException("the connection consumer is closed");
    }
    return pool;
  }

  @Override
  public void close() throws JMSException {
    closed = true;
    consumer.close();
  }
}
