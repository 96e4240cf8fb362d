package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.amqp.Publication;
import io.rabbitra.config.BrokerProperties;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.work.AdapterThreads;
import io.rabbitra.work.LogRecorder;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failed messages that cannot be published, each for a reason of its own. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class OutletIT {

  private final String queue = "outlet-" + UUID.randomUUID();
  private final AdapterThreads threads = AdapterThreads.standalone(2);
  private final AmqpRuntime runtime = new AmqpRuntime(threads);
  private final RecordingFeed feed = new RecordingFeed();
  private BrokerAdmin admin;
  private PublishingConnection connection;
  private Outlet outlet;

  @BeforeEach
  void start(RabbitBroker broker, BrokerAdmin brokerAdmin) throws Exception {
    admin = brokerAdmin;
    admin.declareQueue(queue);
    ActivationSettings settings =
        EndpointHarness.spec(broker.uri(), queue).resolve(BrokerProperties.NONE, "bean");
    connection = new PublishingConnection(runtime, settings.broker(), "bean");
    Duration pause = Duration.ofMillis(100);
    outlet =
        new Outlet(
            "test",
            new OutletChannel(connection, open -> {}),
            threads,
            new Backoff(new ReconnectSettings(pause, pause, 1), () -> 0.5),
            () -> {},
            () -> {});
  }

  @AfterEach
  void stop() {
    outlet.close();
    connection.close();
    runtime.stop(Duration.ofSeconds(5));
    threads.stop(Duration.ofSeconds(5));
    admin.deleteQueue(queue);
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
  }

  private Publication copy(Delivery delivery) {
    return new Publication("", queue, true, delivery.properties(), delivery.body());
  }

  private static Delivery delivery(long tag) {
    return Deliveries.of(
        tag, false, new AMQP.BasicProperties.Builder().messageId("m" + tag).build());
  }

  private void take(long tag) {
    Delivery delivery = delivery(tag);
    outlet.take(new Handover(delivery, feed, (open, brief) -> copy(delivery), false));
  }

  @Test
  void messageThatIsRefusedForGoodHoldsNobodyUpAndIsReportedOnce() {
    AtomicInteger tries = new AtomicInteger();
    Delivery poison = delivery(1);
    try (LogRecorder log = new LogRecorder(Outlet.class)) {
      outlet.take(
          new Handover(
              poison,
              feed,
              (open, brief) -> {
                tries.incrementAndGet();
                return new Publication(
                    "", "k".repeat(300), true, poison.properties(), poison.body());
              },
              false));
      for (int i = 2; i < 100; i++) {
        take(i);
      }
      patiently().until(() -> feed.told().size() == 98);
      // Once more, without what could be left out, and once after its pause.
      patiently().until(() -> tries.get() == 3);
      take(100);
      patiently().until(() -> feed.told().size() == 99);
      assertThat(log.messages()).singleElement().asString().startsWith("WARNING");
    }
    assertThat(feed.told()).doesNotContain("ack 1");
    assertThat(outlet.settled()).succeedsWithin(Duration.ofSeconds(20));
    assertThat(feed.told()).contains("reject 1");
  }

  @Test
  void errorWhileOneIsEncodedStopsNeitherItNorTheOthersForEver() {
    AtomicInteger tries = new AtomicInteger();
    Delivery delivery = delivery(1);
    outlet.take(
        new Handover(
            delivery,
            feed,
            (open, brief) -> {
              if (tries.incrementAndGet() == 1) {
                throw new StackOverflowError("for the test");
              }
              return copy(delivery);
            },
            false));
    patiently().until(() -> tries.get() > 0);
    take(2);
    patiently().until(() -> feed.told().size() == 2);
    assertThat(feed.told()).containsExactlyInAnyOrder("ack 1", "ack 2");
    assertThat(admin.readyMessages(queue)).isEqualTo(2);
  }
}
