package io.rabbitra.jms;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A factory without a container, what it made, and one queue. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
abstract class ApiTestBase {

  static final long SOON = 5_000;

  final String queueName = "api-" + UUID.randomUUID();
  final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  final RabbitConnectionFactory connections;
  final RabbitBroker broker;
  final BrokerAdmin admin;
  final Deque<AutoCloseable> opened = new ArrayDeque<>();

  ApiTestBase(RabbitBroker broker) {
    this.broker = broker;
    admin = new BrokerAdmin(broker);
    factory.setUri(broker.uri());
    connections = (RabbitConnectionFactory) factory.createConnectionFactory();
  }

  @BeforeEach
  void declareQueue() {
    admin.declareQueue(queueName);
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    factory.close();
    admin.deleteQueue(queueName);
  }

  /** A connection that is started. */
  RabbitConnection connect() throws JMSException {
    RabbitConnection connection = opened((RabbitConnection) connections.createConnection());
    connection.start();
    return connection;
  }

  JMSContext context(int mode) {
    return opened(connections.createContext(mode));
  }

  JMSContext context() {
    return context(JMSContext.AUTO_ACKNOWLEDGE);
  }

  Queue queue(JMSContext context) {
    return context.createQueue(queueName);
  }

  /** Closed after the test. */
  <T extends AutoCloseable> T opened(T closeable) {
    opened.push(closeable);
    return closeable;
  }
}
