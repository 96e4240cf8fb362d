package io.rabbitra.benchmark.receive;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;

/** {@code MessageConsumer.receive} with automatic acknowledgement. */
final class JmsReceiver implements ReceiveContender.Receiver {

  private static final long TIMEOUT_MILLIS = 20_000;

  private final MessageConsumer consumer;
  private final AutoCloseable end;

  private JmsReceiver(MessageConsumer consumer, AutoCloseable end) {
    this.consumer = consumer;
    this.end = end;
  }

  /** How a client names a queue. */
  interface Queues {
    Queue queue(Session session) throws JMSException;
  }

  /**
   * @param end closes the connection and what belongs to it
   */
  static JmsReceiver open(Connection connection, Queues queues, AutoCloseable end)
      throws JMSException {
    Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
    MessageConsumer consumer = session.createConsumer(queues.queue(session));
    connection.start();
    return new JmsReceiver(consumer, end);
  }

  @Override
  public boolean receive() throws JMSException {
    return consumer.receive(TIMEOUT_MILLIS) != null;
  }

  @Override
  public void close() throws Exception {
    end.close();
  }
}
