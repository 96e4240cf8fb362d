package io.rabbitra.benchmark.idle;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.benchmark.Lab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connections of one factory of the plain client, with its defaults: blocking sockets. */
final class AmqpClientCrowd implements Crowd {

  private final ConnectionFactory factory;
  private final List<Connection> connections = new ArrayList<>();
  private final String queue;

  /**
   * @param queue what a channel of each connection sends a message to before it is idle; null for
   *     no channel
   */
  AmqpClientCrowd(Lab lab, String queue) throws Exception {
    factory = lab.factory();
    factory.setRequestedHeartbeat(IdleSuite.HEARTBEAT_SECONDS);
    this.queue = queue;
  }

  @Override
  public void add() throws Exception {
    Connection connection = factory.newConnection();
    connections.add(connection);
    if (queue == null) {
      return;
    }
    Channel channel = connection.createChannel();
    channel.confirmSelect();
    channel.basicPublish("", queue, MessageProperties.PERSISTENT_TEXT_PLAIN, new byte[4]);
    channel.waitForConfirmsOrDie(TimeUnit.MINUTES.toMillis(1));
  }

  @Override
  public int alive() {
    return (int) connections.stream().filter(Connection::isOpen).count();
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.close();
    }
    connections.clear();
  }
}
