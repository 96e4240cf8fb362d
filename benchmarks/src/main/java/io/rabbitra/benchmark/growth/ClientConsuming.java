package io.rabbitra.benchmark.growth;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.List;

/** Consumers of the plain client on one connection, a channel each. */
final class ClientConsuming implements Consuming {

  private final Connection connection;

  private ClientConsuming(Connection connection) {
    this.connection = connection;
  }

  static ClientConsuming open(String uri, List<String> queues, Load load, Meter meter)
      throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    factory.setAutomaticRecoveryEnabled(false);
    Connection connection = factory.newConnection();
    for (String queue : queues) {
      for (int i = 0; i < load.sessions(); i++) {
        Channel channel = connection.createChannel();
        channel.basicQos(load.prefetch());
        channel.basicConsume(queue, new Counting(channel, meter));
      }
    }
    return new ClientConsuming(connection);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  private static final class Counting extends DefaultConsumer {

    private final Meter meter;

    Counting(Channel channel, Meter meter) {
      super(channel);
      this.meter = meter;
    }

    @Override
    public void handleDelivery(
        String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
        throws IOException {
      // Before the last message is counted, after which the connection is closed.
      getChannel().basicAck(envelope.getDeliveryTag(), false);
      meter.arrived(body.length);
    }
  }
}
