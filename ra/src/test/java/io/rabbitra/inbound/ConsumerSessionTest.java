package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import io.rabbitra.message.MessageMapper;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerSessionTest {

  private final ManualTime time = new ManualTime();
  private final RecordingLogger log = new RecordingLogger();
  private final RecordingFeed feed = new RecordingFeed();
  private final RecordingBean bean = new RecordingBean();
  private final TestEndpointFactory factory = new TestEndpointFactory(bean);
  private final DeliveryCounters counters = new DeliveryCounters();
  private final ConsumerSession session =
      new ConsumerSession(
          new SessionSupport(
              "orders",
              Runnable::run,
              time,
              System::nanoTime,
              counters,
              new RequeueOnFailure(),
              new BeanShortage("orders", System::nanoTime, log),
              new AcknowledgeSettings(AcknowledgeMode.AUTO, 1, Duration.ZERO),
              Duration.ofHours(1)),
          new BeanInvoker(
              factory,
              new JmsBeanListener(new MessageMapper(new RabbitDestinationMapper())),
              false),
          new ConsumerSession.Losses() {
            @Override
            public void cancelled() {}

            @Override
            public void closed(BrokerException failure) {}
          },
          Neighbours.NONE);

  @BeforeEach
  void open() throws Exception {
    session.consume(
        new Consumption() {
          @Override
          public Feed feed(DeliveryListener listener) {
            return feed;
          }

          @Override
          public void close() {}
        });
    session.open();
  }

  private void deliver(Delivery delivery) {
    session.delivered(delivery.envelope(), delivery.properties(), delivery.body());
  }

  private static AMQP.BasicProperties text(Map<String, Object> headers) {
    return new AMQP.BasicProperties.Builder().contentType("text/plain").headers(headers).build();
  }

  @Test
  void stopOfASessionThatWaitsForABeanIsNoSignThatThereAreBeansAgain() {
    factory.unavailable(true);
    deliver(Deliveries.of(1));
    assertThat(log.lines()).singleElement().asString().startsWith("WARNING");
    session.stop();
    time.advance(Duration.ofMinutes(1));
    assertThat(session.idle()).isCompleted();
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void sessionWithNothingToDoAnyMoreEndsTheShortage() {
    factory.unavailable(true);
    deliver(Deliveries.of(1));
    assertThat(session.take()).as("taken by a neighbour").isNotNull();
    time.advance(Duration.ofMinutes(1));
    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void expiredMessageIsDiscardedAndNoBeanGetsIt() {
    long now = System.currentTimeMillis();
    deliver(Deliveries.of(1, false, text(Map.of("rabbitra-expiration", now - 1))));
    deliver(Deliveries.of(2, false, text(Map.of("rabbitra-expiration", now + 600_000))));
    assertThat(feed.told()).containsExactly("discard 1", "ack 2");
    assertThat(bean.finished()).containsExactly("message 2");
    assertThat(counters.failures()).isZero();
    assertThat(counters.deliveries()).isEqualTo(1);
  }
}
