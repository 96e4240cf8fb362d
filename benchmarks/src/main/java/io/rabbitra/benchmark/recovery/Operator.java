package io.rabbitra.benchmark.recovery;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.benchmark.Lab;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who makes, fills and deletes the queue, on a connection of its own. Used by one thread. */
final class Operator implements AutoCloseable {

  private static final long CONFIRM_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final String queue;
  private final Connection connection;
  private final Channel channel;
  private final AtomicBoolean returned = new AtomicBoolean();

  Operator(Lab lab, String queue) throws Exception {
    this.queue = queue;
    connection = lab.connect();
    channel = connection.createChannel();
    channel.confirmSelect();
    channel.addReturnListener(message -> returned.set(true));
  }

  /** Durable, of the broker's default type. */
  void declare() throws IOException {
    channel.queueDeclare(queue, true, false, false, null);
  }

  void delete() throws IOException {
    channel.queueDelete(queue);
  }

  /** Publishes a persistent message again and again, until there is a queue for it. */
  void publish() throws IOException, InterruptedException, TimeoutException {
    do {
      returned.set(false);
      channel.basicPublish("", queue, true, MessageProperties.PERSISTENT_BASIC, new byte[4]);
      // The broker returns a message before it confirms it.
      channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    } while (returned.get());
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
