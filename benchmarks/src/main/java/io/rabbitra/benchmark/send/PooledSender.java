package io.rabbitra.benchmark.send;

import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Pool;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/**
 * The adapter in a pool: as an enterprise bean does, a connection is taken and closed each time.
 */
final class PooledSender extends SendContender {

  PooledSender(SendWork work) {
    super(Names.RABBITRA, work);
  }

  @Override
  Client connect(String queue) throws Exception {
    RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
    factory.setUri(work().lab().broker().uri());
    factory.setAllowLocalTransactions(work().batch() > 1);
    Pool pool = new Pool(factory, work().threads());
    return client(() -> sender(pool.connectionFactory(), queue), pool);
  }

  private static Sender sender(ConnectionFactory connections, String queue) {
    return (body, batch) -> {
      if (batch == 1) {
        sendConfirmed(connections, queue, body);
      } else {
        sendTransaction(connections, queue, body, batch);
      }
    };
  }

  private static void sendConfirmed(ConnectionFactory connections, String queue, byte[] body) {
    try (JMSContext context = connections.createContext()) {
      context.createProducer().send(context.createQueue(queue), body);
    }
  }

  private static void sendTransaction(
      ConnectionFactory connections, String queue, byte[] body, int batch) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
      MessageProducer producer = session.createProducer(session.createQueue(queue));
      for (int i = 0; i < batch; i++) {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        producer.send(message);
      }
      session.commit();
    }
  }
}
