package io.rabbitra.benchmark.reply;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.rabbitra.benchmark.Lab;
import java.io.IOException;

/**
 * Answers every request with its own body, properties and headers; a request without a correlation
 * identifier with its message identifier, as JMS programs expect. A plain program, the same for
 * all.
 */
final class EchoServer implements AutoCloseable {

  private final Connection connection;

  /** Declares the queue, durable, and answers from now on. */
  EchoServer(Lab lab, String queue) throws Exception {
    connection = lab.connect();
    Channel channel = connection.createChannel();
    channel.queueDeclare(queue, true, false, false, null);
    channel.basicConsume(queue, true, new Echo(channel));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  private static final class Echo extends DefaultConsumer {

    Echo(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
        throws IOException {
      String correlation = properties.getCorrelationId();
      getChannel()
          .basicPublish(
              "",
              properties.getReplyTo(),
              properties
                  .builder()
                  .replyTo(null)
                  .correlationId(correlation == null ? properties.getMessageId() : correlation)
                  .build(),
              body);
    }
  }
}
