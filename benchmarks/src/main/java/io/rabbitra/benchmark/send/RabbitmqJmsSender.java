package io.rabbitra.benchmark.send;

import com.rabbitmq.jms.admin.RMQConnectionFactory;
import com.rabbitmq.jms.admin.RMQDestination;
import io.rabbitra.benchmark.Names;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** RabbitMQ's JMS client with sessions that stay open; it confirms nothing outside transactions. */
final class RabbitmqJmsSender extends SendContender {

  RabbitmqJmsSender(SendWork work) {
    super(Names.RABBITMQ_JMS, work);
  }

  @Override
  Client connect(String queue) throws Exception {
    RMQConnectionFactory factory = new RMQConnectionFactory();
    factory.setUri(work().lab().broker().uri());
    Connection connection = factory.createConnection();
    return client(() -> sender(connection, queue), connection);
  }

  private static Sender sender(Connection connection, String queue) throws JMSException {
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    MessageProducer producer = session.createProducer(new RMQDestination(queue, "", queue, queue));
    return (body, batch) -> {
      for (int i = 0; i < batch; i++) {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        producer.send(message);
      }
      session.commit();
    };
  }
}
