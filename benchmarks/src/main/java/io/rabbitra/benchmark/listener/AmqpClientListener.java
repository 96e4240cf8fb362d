package io.rabbitra.benchmark.listener;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.rabbitra.benchmark.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The plain client: a consumer on a channel for each session, on one connection. */
public final class AmqpClientListener extends ListenerContender {

  /** The delivery tag that stands for all that were delivered. */
  private static final long ALL = 0;

  private final int batch;

  private AmqpClientListener(String name, ListenerWork work, int batch) {
    super(name, work);
    this.batch = batch;
  }

  /** Acknowledges each message by itself. */
  public static AmqpClientListener ackingEach(ListenerWork work) {
    return new AmqpClientListener(Names.AMQP_CLIENT, work, 1);
  }

  /** Acknowledges 50 messages together; what is left when it ends, before it ends. */
  public static AmqpClientListener ackingFifty(ListenerWork work) {
    return new AmqpClientListener(Names.AMQP_CLIENT + ", ack of 50", work, 50);
  }

  @Override
  protected AutoCloseable listen(String queue, Meter meter) throws Exception {
    Connection connection = work().lab().connect();
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < work().sessions(); i++) {
      Channel channel = connection.createChannel();
      channel.basicQos(work().prefetch());
      channel.basicConsume(queue, false, new Acking(channel, meter, batch));
      channels.add(channel);
    }
    return () -> {
      if (batch > 1) {
        for (Channel channel : channels) {
          channel.basicAck(ALL, true);
        }
      }
      connection.close();
    };
  }

  private static final class Acking extends DefaultConsumer {

    private final Meter meter;
    private final int batch;
    private int unacknowledged;

    Acking(Channel channel, Meter meter, int batch) {
      super(channel);
      this.meter = meter;
      this.batch = batch;
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
        throws IOException {
      unacknowledged++;
      if (unacknowledged == batch) {
        getChannel().basicAck(envelope.getDeliveryTag(), batch > 1);
        unacknowledged = 0;
      }
      meter.count();
    }
  }
}
