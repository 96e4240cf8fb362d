package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the headers of this very broker make of JMSXDeliveryCount. */
@ExtendWith(BrokerExtension.class)
class DeliveryCountIT {

  private final MessageMapper mapper = new MessageMapper(new RabbitDestinationMapper());

  @ParameterizedTest
  @CsvSource({"quorum, 1 2 3", "classic, 1 2 2"})
  void failedDeliveriesAreCountedAsFarAsTheQueueCounts(
      String type, String expected, RabbitBroker broker, BrokerAdmin admin) throws Exception {
    String queue = "count-" + UUID.randomUUID();
    admin.declareQueue(queue, Map.of("x-queue-type", type));
    admin.publish(queue, "m");
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri());
    List<String> counts = new ArrayList<>();
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
      channel.basicQos(1);
      channel.basicConsume(
          queue,
          false,
          new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(
                String tag,
                Envelope envelope,
                com.rabbitmq.client.AMQP.BasicProperties properties,
                byte[] body) {
              deliveries.add(new Delivery(envelope, properties, body));
            }
          });
      for (int i = 0; i < 3; i++) {
        Delivery delivery = deliveries.poll(10, TimeUnit.SECONDS);
        assertThat(delivery).as("delivery %d", i + 1).isNotNull();
        RabbitMessage message =
            mapper.decode(delivery.getEnvelope(), delivery.getProperties(), delivery.getBody());
        counts.add(message.getStringProperty("JMSXDeliveryCount"));
        channel.basicReject(delivery.getEnvelope().getDeliveryTag(), true);
      }
    }
    admin.deleteQueue(queue);
    assertThat(counts).containsExactly(expected.split(" "));
  }
}
