package io.rabbitra.benchmark.send;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.benchmark.Names;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** The plain client: a channel that stays open for each thread, on one connection or on many. */
final class AmqpClientSender extends SendContender {

  private static final long TIMEOUT_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final boolean transacted;
  private final boolean connectionEach;

  private AmqpClientSender(String name, SendWork work, boolean transacted, boolean connectionEach) {
    super(name, work);
    this.transacted = transacted;
    this.connectionEach = connectionEach;
  }

  /** basic.publish and the wait for its confirm; a batch is confirmed as one. */
  static AmqpClientSender confirmed(SendWork work) {
    String batches = work.batch() == 1 ? "" : ", confirmed batches";
    return new AmqpClientSender(Names.AMQP_CLIENT + batches, work, false, false);
  }

  /** As {@link #confirmed}, with a connection for each thread, as a pool of connections has. */
  static AmqpClientSender confirmedOnConnections(SendWork work) {
    return new AmqpClientSender(Names.AMQP_CLIENT + ", connection each", work, false, true);
  }

  /** tx.commit after each batch. */
  static AmqpClientSender transacted(SendWork work) {
    return new AmqpClientSender(Names.AMQP_CLIENT, work, true, false);
  }

  @Override
  Client connect(String queue) throws Exception {
    Deque<Connection> connections = new ArrayDeque<>();
    return client(
        () -> {
          if (connectionEach || connections.isEmpty()) {
            connections.add(work().lab().connect());
          }
          return sender(connections.getLast().createChannel(), queue);
        },
        () -> {
          for (Connection connection : connections) {
            connection.close();
          }
        });
  }

  private Sender sender(Channel channel, String queue) throws Exception {
    if (transacted) {
      channel.txSelect();
    } else {
      channel.confirmSelect();
    }
    return (body, batch) -> {
      for (int i = 0; i < batch; i++) {
        channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, body);
      }
      if (transacted) {
        channel.txCommit();
      } else {
        channel.waitForConfirmsOrDie(TIMEOUT_MILLIS);
      }
    };
  }
}
