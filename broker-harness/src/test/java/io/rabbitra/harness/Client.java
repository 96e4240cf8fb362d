package io.rabbitra.harness;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.charset.StandardCharsets;

/** A plain client of the broker under test. */
final class Client implements AutoCloseable {

  static final int TIMEOUT_MILLIS = 2_000;

  final Connection connection;
  final Channel channel;

  Client(String uri, String name) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    factory.setAutomaticRecoveryEnabled(false);
    factory.setConnectionTimeout(TIMEOUT_MILLIS);
    factory.setHandshakeTimeout(TIMEOUT_MILLIS);
    factory.setChannelRpcTimeout(TIMEOUT_MILLIS);
    connection = factory.newConnection(name);
    channel = connection.createChannel();
  }

  void publish(String queue, String body) throws Exception {
    channel.basicPublish("", queue, null, body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    connection.abort(TIMEOUT_MILLIS);
  }
}
