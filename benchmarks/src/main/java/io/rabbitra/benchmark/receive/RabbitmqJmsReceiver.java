package io.rabbitra.benchmark.receive;

import com.rabbitmq.jms.admin.RMQConnectionFactory;
import com.rabbitmq.jms.admin.RMQDestination;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Names;
import jakarta.jms.Connection;

/** RabbitMQ's JMS client on a queue of AMQP. */
final class RabbitmqJmsReceiver extends ReceiveContender {

  private static final int PREFETCH = 250;

  RabbitmqJmsReceiver(Lab lab, int messages) {
    super(Names.RABBITMQ_JMS, lab, messages);
  }

  @Override
  Receiver connect(String queue) throws Exception {
    RMQConnectionFactory factory = new RMQConnectionFactory();
    factory.setUri(lab().broker().uri());
    factory.setChannelsQos(PREFETCH);
    Connection connection = factory.createConnection();
    return JmsReceiver.open(
        connection, session -> new RMQDestination(queue, "", queue, queue), connection);
  }
}
