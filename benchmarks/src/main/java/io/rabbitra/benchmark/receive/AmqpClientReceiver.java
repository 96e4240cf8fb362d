package io.rabbitra.benchmark.receive;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Names;

/** The plain client: basic.get and basic.ack. */
final class AmqpClientReceiver extends ReceiveContender {

  AmqpClientReceiver(Lab lab, int messages) {
    super(Names.AMQP_CLIENT, lab, messages);
  }

  @Override
  Receiver connect(String queue) throws Exception {
    Connection connection = lab().connect();
    Channel channel = connection.createChannel();
    return new Receiver() {
      @Override
      public boolean receive() throws Exception {
        GetResponse response = channel.basicGet(queue, false);
        if (response == null) {
          return false;
        }
        channel.basicAck(response.getEnvelope().getDeliveryTag(), false);
        return true;
      }

      @Override
      public void close() throws Exception {
        connection.close();
      }
    };
  }
}
