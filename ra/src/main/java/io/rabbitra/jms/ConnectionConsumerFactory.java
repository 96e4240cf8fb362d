package io.rabbitra.jms;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;

/**
 * Makes the ConnectionConsumers of one connection, each of which reads with a session of its own
 * (Jakarta Messaging 3.1, section 10.2). Thread-safe.
 */
record ConnectionConsumerFactory(RabbitConnection connection) {

  /** Makes the consumer behind a ConnectionConsumer. */
  interface Opening {
    MessageConsumer open(RabbitSession session) throws JMSException;
  }

  ConnectionConsumer create(ServerSessionPool pool, int max, Opening opening) throws JMSException {
    connection.use();
    InContainer.refuse(connection.managed(), "createConnectionConsumer");
    RabbitSession session = connection.session(Session.AUTO_ACKNOWLEDGE, Domain.UNIFIED);
    boolean made = false;
    try {
      session.consumers().becomeFeed();
      RabbitConsumer consumer = (RabbitConsumer) opening.open(session);
      if (pool == null || max < 1) {
        throw new JMSException(
            "a connection consumer needs a ServerSessionPool and room for 1 message or more");
      }
      RabbitConnectionConsumer result = new RabbitConnectionConsumer(consumer, pool, max);
      made = true;
      return result;
    } finally {
      if (!made) {
        session.close();
      }
    }
  }
}
