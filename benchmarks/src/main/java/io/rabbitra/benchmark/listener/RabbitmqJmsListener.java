package io.rabbitra.benchmark.listener;

import com.rabbitmq.jms.admin.RMQConnectionFactory;
import com.rabbitmq.jms.admin.RMQDestination;
import io.rabbitra.benchmark.Names;
import jakarta.jms.Connection;
import jakarta.jms.Queue;
import jakarta.jms.Session;

/** RabbitMQ's JMS client on a queue of AMQP, as its guide calls it. */
final class RabbitmqJmsListener extends JmsListener {

  RabbitmqJmsListener(ListenerWork work, int acknowledgeMode) {
    super(Names.RABBITMQ_JMS, work, acknowledgeMode);
  }

  @Override
  Client connect() throws Exception {
    RMQConnectionFactory factory = new RMQConnectionFactory();
    factory.setUri(work().lab().broker().uri());
    factory.setChannelsQos(work().prefetch());
    Connection connection = factory.createConnection();
    return new Client(connection, connection);
  }

  @Override
  Queue queue(Session session, String name) {
    return new RMQDestination(name, "", name, name);
  }
}
