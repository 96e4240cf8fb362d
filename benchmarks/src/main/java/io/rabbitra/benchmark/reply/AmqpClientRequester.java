package io.rabbitra.benchmark.reply;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import io.rabbitra.benchmark.Lab;
import java.io.IOException;

/** The client's own class for it, by direct reply-to: a channel for each client. */
final class AmqpClientRequester implements Requester {

  private final Connection connection;
  private final String queue;

  AmqpClientRequester(Lab lab, String queue) throws Exception {
    this.connection = lab.connect();
    this.queue = queue;
  }

  @Override
  public Client newClient() throws IOException {
    RpcClient client =
        new RpcClient(
            new RpcClientParams()
                .channel(connection.createChannel())
                .exchange("")
                .routingKey(queue)
                .timeout((int) ReplySuite.TIMEOUT.toMillis()));
    return body -> client.responseCall(body).getBody().length;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
