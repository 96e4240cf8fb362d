package io.rabbitra.harness;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeoutException;

/** Connections of the harness itself: bounded, without recovery, told apart by their name. */
final class AmqpProbe {

  /** The {@code connection_name} of every connection that the harness opens for itself. */
  static final String CONNECTION_NAME = "rabbitra-harness";

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int HANDSHAKE_TIMEOUT_MILLIS = 10_000;
  private static final int RPC_TIMEOUT_MILLIS = 30_000;

  private AmqpProbe() {}

  static Connection connect(String uri) throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(uri);
    } catch (URISyntaxException | NoSuchAlgorithmException | KeyManagementException e) {
      // The cause would repeat the URI with its password.
      throw new BrokerException("not an AMQP URI: " + Uris.withoutPassword(uri));
    }
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
    factory.setHandshakeTimeout(HANDSHAKE_TIMEOUT_MILLIS);
    factory.setChannelRpcTimeout(RPC_TIMEOUT_MILLIS);
    return factory.newConnection(CONNECTION_NAME);
  }

  /** Opens a connection and reads {@code version} of the server properties. */
  static String version(String uri) throws IOException, TimeoutException {
    try (Connection connection = connect(uri)) {
      return String.valueOf(connection.getServerProperties().get("version"));
    }
  }
}
