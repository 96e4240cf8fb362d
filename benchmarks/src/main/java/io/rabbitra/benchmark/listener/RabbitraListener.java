package io.rabbitra.benchmark.listener;

import io.rabbitra.benchmark.Names;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;

/** The adapter's JMS listeners, without a container. */
final class RabbitraListener extends JmsListener {

  RabbitraListener(ListenerWork work, int acknowledgeMode) {
    super(Names.RABBITRA, work, acknowledgeMode);
  }

  @Override
  Client connect() throws Exception {
    RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
    factory.setUri(work().lab().broker().uri());
    factory.setPrefetch(work().prefetch());
    Connection connection =
        ((ConnectionFactory) factory.createConnectionFactory()).createConnection();
    return new Client(
        connection,
        () -> {
          connection.close();
          factory.close();
        });
  }

  @Override
  Queue queue(Session session, String name) throws JMSException {
    return session.createQueue(name);
  }
}
