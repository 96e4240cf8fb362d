package io.rabbitra.benchmark.send;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.benchmark.Names;
import java.util.concurrent.TimeUnit;

/** The plain client: one connection, a channel that stays open for each thread. */
final class AmqpClientSender extends SendContender {

  private static final long TIMEOUT_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final boolean transacted;

  private AmqpClientSender(String name, SendWork work, boolean transacted) {
    super(name, work);
    this.transacted = transacted;
  }

  /** basic.publish and the wait for its confirm; a batch is confirmed as one. */
  static AmqpClientSender confirmed(SendWork work) {
    String batches = work.batch() == 1 ? "" : ", confirmed batches";
    return new AmqpClientSender(Names.AMQP_CLIENT + batches, work, false);
  }

  /** tx.commit after each batch. */
  static AmqpClientSender transacted(SendWork work) {
    return new AmqpClientSender(Names.AMQP_CLIENT, work, true);
  }

  @Override
  Client connect(String queue) throws Exception {
    Connection connection = work().lab().connect();
    return client(() -> sender(connection.createChannel(), queue), connection);
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
