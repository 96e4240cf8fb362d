package io.rabbitra.benchmark.receive;

import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Names;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;

/** The adapter without a container. */
final class RabbitraReceiver extends ReceiveContender {

  private final int prefetch;

  RabbitraReceiver(String name, Lab lab, int messages, int prefetch) {
    super(name, lab, messages);
    this.prefetch = prefetch;
  }

  /** As it comes: the broker sends nothing ahead. */
  static RabbitraReceiver byDefault(Lab lab, int messages) {
    return new RabbitraReceiver(Names.RABBITRA, lab, messages, 1);
  }

  static RabbitraReceiver withPrefetch(Lab lab, int messages, int prefetch) {
    String name = Names.RABBITRA + ", prefetch " + prefetch;
    return new RabbitraReceiver(name, lab, messages, prefetch);
  }

  @Override
  Receiver connect(String queue) throws Exception {
    RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
    factory.setUri(lab().broker().uri());
    factory.setPrefetch(prefetch);
    Connection connection =
        ((ConnectionFactory) factory.createConnectionFactory()).createConnection();
    return JmsReceiver.open(
        connection,
        session -> session.createQueue(queue),
        () -> {
          connection.close();
          factory.close();
        });
  }
}
