package io.rabbitra.topology;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Cancellation;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.config.BrokerAddress;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.config.SaslMechanism;
import io.rabbitra.work.AdapterThreads;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Connections of a test to a broker. */
final class Link implements AutoCloseable {

  static final Duration SHORT = Duration.ofSeconds(5);

  /** A message that arrived, and when. */
  record Arrival(String text, Map<String, Object> headers, String routingKey, long nanos) {}

  private final AdapterThreads threads = AdapterThreads.standalone(2);
  private final AmqpRuntime runtime = new AmqpRuntime(threads);
  private final URI uri;

  Link(String uri) {
    this.uri = URI.create(uri);
  }

  AmqpConnection open() throws BrokerException {
    BrokerSettings settings =
        new BrokerSettings(
            List.of(new BrokerAddress(uri.getHost(), uri.getPort(), false)),
            false,
            "guest",
            "guest",
            "/",
            10,
            5_000,
            Optional.empty(),
            2047,
            Optional.empty(),
            SaslMechanism.PLAIN);
    return runtime.open(settings, "test", failure -> {}, new Cancellation());
  }

  static AMQP.BasicProperties properties() {
    return new AMQP.BasicProperties.Builder()
        .messageId(UUID.randomUUID().toString())
        .deliveryMode(2)
        .build();
  }

  static void publish(AmqpChannel channel, String exchange, String routingKey, String text)
      throws BrokerException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    channel.publish(exchange, routingKey, false, properties(), body, SHORT).await(SHORT);
  }

  @Override
  public void close() {
    runtime.stop(SHORT);
    threads.stop(SHORT);
  }

  /** A consumer that keeps what it gets and acknowledges nothing. */
  static final class Box implements DeliveryListener {

    final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    @Override
    public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      arrivals.add(
          new Arrival(
              new String(body, StandardCharsets.UTF_8),
              properties.getHeaders() == null ? Map.of() : properties.getHeaders(),
              envelope.getRoutingKey(),
              System.nanoTime()));
    }

    @Override
    public void cancelled() {}

    @Override
    public void closed(BrokerException failure) {}
  }
}
