package io.rabbitra.benchmark.listener;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;

/** Message listeners of a JMS client: a session for each, on one connection. */
abstract class JmsListener extends ListenerContender {

  private final int acknowledgeMode;

  JmsListener(String name, ListenerWork work, int acknowledgeMode) {
    super(name, work);
    this.acknowledgeMode = acknowledgeMode;
  }

  /** A connection and how it is closed with what belongs to it. */
  record Client(Connection connection, AutoCloseable end) {}

  abstract Client connect() throws Exception;

  abstract Queue queue(Session session, String name) throws JMSException;

  @Override
  protected AutoCloseable listen(String queue, Meter meter) throws Exception {
    Client client = connect();
    for (int i = 0; i < work().sessions(); i++) {
      Session session = client.connection().createSession(acknowledgeMode);
      session
          .createConsumer(queue(session, queue))
          .setMessageListener(message -> read(message, meter));
    }
    client.connection().start();
    return client.end();
  }

  private static void read(Message message, Meter meter) {
    try {
      if (((BytesMessage) message).getBodyLength() < 0) {
        throw new IllegalStateException("a message without a body");
      }
      meter.count();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
