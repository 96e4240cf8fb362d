package io.rabbitra.topology;

import static io.rabbitra.topology.Link.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.QueueInfo;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.topology.Link.Arrival;
import io.rabbitra.topology.Link.Box;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class DelaysIT {

  private final RabbitBroker broker;
  private final Link link;
  private final BrokerAdmin admin;
  private final String queue = "delayed-" + UUID.randomUUID();
  private AmqpConnection connection;
  private AmqpChannel channel;
  private Delays delays;

  DelaysIT(RabbitBroker broker, BrokerAdmin admin) {
    this.broker = broker;
    this.link = new Link(broker.uri());
    this.admin = admin;
  }

  @BeforeEach
  void open() throws Exception {
    admin.declareQueue(queue);
    connection = link.open();
    channel = connection.openChannel();
    delays = new Delays(connection);
  }

  @AfterEach
  void close() {
    link.close();
    admin.deleteQueue(queue);
  }

  private Publication original(String exchange, String routingKey, String text) {
    return new Publication(
        exchange, routingKey, true, Link.properties(), text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(Publication original, long millis) throws BrokerException {
    Publication delayed = delays.delayed(original, millis);
    channel.publishAll(List.of(delayed), SHORT).get(0).await(SHORT);
  }

  private Box consume(String from) throws BrokerException {
    Box box = new Box();
    connection.openChannel().consume(from, Map.of(), box);
    return box;
  }

  @Test
  void messagesArriveExactToTheSecond() throws Exception {
    Box box = consume(queue);
    // The queues are made by the first.
    delays.delayed(original("", queue, "warm"), 16_000);
    Map<String, Long> sent = new HashMap<>();
    for (long millis : new long[] {1, 999, 1000, 1001, 2000, 3000, 4500, 5000, 7000, 8000, 9000}) {
      sent.put(Long.toString(millis), System.nanoTime());
      send(original("", queue, Long.toString(millis)), millis);
    }
    for (int i = sent.size(); i > 0; i--) {
      Arrival arrival = box.arrivals.poll(15, TimeUnit.SECONDS);
      assertThat(arrival).isNotNull();
      long delay = Long.parseLong(arrival.text());
      Duration took = Duration.ofNanos(arrival.nanos() - sent.get(arrival.text()));
      assertThat(took).isBetween(Duration.ofMillis(delay), Duration.ofMillis(delay + 1500));
      assertThat(arrival.routingKey()).isEqualTo(queue);
    }
  }

  @Test
  void equalDelaysKeepTheirOrderAndDifferentOnesLeaveNoQueues() throws Exception {
    Box box = consume(queue);
    delays.delayed(original("", queue, "warm"), 16_000);
    List<Publication> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(delays.delayed(original("", queue, Integer.toString(i)), 3000));
      all.add(delays.delayed(original("", queue, "other"), 1000 + 17 * i));
    }
    channel.publishAll(all, SHORT).forEach(confirm -> confirm.onSettled(failure -> {}));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Arrival arrival = box.arrivals.poll(15, TimeUnit.SECONDS);
      assertThat(arrival).isNotNull();
      if (!arrival.text().equals("other")) {
        order.add(Integer.parseInt(arrival.text()));
      }
    }
    assertThat(order).hasSize(300).isSorted();
    assertThat(admin.queues())
        .extracting(QueueInfo::name)
        .filteredOn(name -> name.startsWith("rabbitra.delay."))
        .allMatch(
            name -> name.matches("rabbitra\\.delay\\.([0-9]|1[0-9]|2[0-2]|sink|end\\..*)"),
            "fixed");
  }

  @Test
  void topicTakesDelayedMessages() throws Exception {
    Box box = new Box();
    channel.declareQueue(queue + ".t", io.rabbitra.amqp.QueueLife.EXCLUSIVE, Map.of());
    channel.bindQueue(queue + ".t", "amq.topic", queue + ".*", Map.of());
    channel.consume(queue + ".t", Map.of(), box);
    for (int i = 0; i < 100; i++) {
      send(original("amq.topic", "nobody." + i, "unheard"), 1000);
    }
    long begin = System.nanoTime();
    send(original("amq.topic", queue + ".a", "x"), 2000);
    Arrival arrival = box.arrivals.poll(10, TimeUnit.SECONDS);
    assertThat(arrival).isNotNull();
    assertThat(arrival.routingKey()).isEqualTo(queue + ".a");
    assertThat(Duration.ofNanos(arrival.nanos() - begin))
        .isBetween(Duration.ofSeconds(2), Duration.ofMillis(3500));
    assertEmpty("rabbitra.delay.end.amq.topic");
  }

  @Test
  void missingTargetsHoldUpNobody() throws Exception {
    Box box = consume(queue);
    for (int i = 0; i < 200; i++) {
      send(original("", "no-such-queue", "lost"), 1000);
    }
    long begin = System.nanoTime();
    send(original("", queue, "x"), 2000);
    Arrival arrival = box.arrivals.poll(10, TimeUnit.SECONDS);
    assertThat(arrival).isNotNull();
    assertThat(Duration.ofNanos(arrival.nanos() - begin))
        .isBetween(Duration.ofSeconds(2), Duration.ofMillis(3500));
    assertEmpty("rabbitra.delay.end.");
    assertEmpty(Delays.SINK);
  }

  @Test
  void exchangeThatIsGoneLosesOnlyItsOwn() throws Exception {
    String exchange = queue + ".x";
    assertThatThrownBy(() -> delays.delayed(original(exchange, "k", "x"), 1000))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.kind()).isEqualTo(BrokerException.Kind.NOT_FOUND));
    admin.declareExchange(exchange, BuiltinExchangeType.DIRECT);
    send(original(exchange, "k", "lost"), 1000);
    channel.deleteExchange(exchange);
    Box box = consume(queue);
    send(original("", queue, "kept"), 1000);
    assertThat(box.arrivals.poll(10, TimeUnit.SECONDS)).isNotNull();
    admin.declareExchange(exchange, BuiltinExchangeType.DIRECT);
    admin.bindQueue(queue, exchange, "k");
    send(original(exchange, "k", "again"), 1000);
    Arrival again = box.arrivals.poll(10, TimeUnit.SECONDS);
    assertThat(again).isNotNull();
    assertThat(again.text()).isEqualTo("again");
    channel.deleteExchange(exchange);
  }

  @Test
  void priorityDoesNotHoldUpOthers() throws Exception {
    Box box = consume(queue);
    delays.delayed(original("", queue, "warm"), 8000);
    long begin = System.nanoTime();
    send(withPriority("low", 0), 4000);
    while (System.nanoTime() - begin < 3_500_000_000L) {
      send(withPriority("high", 9), 8000);
    }
    Arrival arrival = box.arrivals.poll(10, TimeUnit.SECONDS);
    assertThat(arrival).isNotNull();
    assertThat(arrival.text()).isEqualTo("low");
    assertThat(Duration.ofNanos(arrival.nanos() - begin)).isLessThan(Duration.ofMillis(5500));
  }

  private Publication withPriority(String text, int priority) {
    AMQP.BasicProperties properties = Link.properties().builder().priority(priority).build();
    return new Publication("", queue, true, properties, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void persistentMessagesSurviveABrokerThatIsKilled() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(broker.supportsFaults());
    for (String type : List.of("classic", "quorum")) {
      admin.declareQueue(queue + type, Map.of("x-queue-type", type));
    }
    delays.delayed(original("", queue, "warm"), 32_000);
    // RabbitMQ 3.10 writes what is declared to disk within two seconds, and says so before.
    long declared = System.nanoTime();
    await().until(() -> System.nanoTime() - declared > 3_000_000_000L);
    long begin = System.nanoTime();
    for (int seconds = 4; seconds <= 30; seconds += 2) {
      for (String type : List.of("classic", "quorum")) {
        send(original("", queue + type, Integer.toString(seconds)), seconds * 1000L);
      }
    }
    broker.kill();
    broker.start();
    connection = link.open();
    channel = connection.openChannel();
    for (String type : List.of("classic", "quorum")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(admin.readyMessages(queue + type))
                      .as("%s of %s", type, admin.queues())
                      .isGreaterThanOrEqualTo(14));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(30));
      admin.deleteQueue(queue + type);
    }
  }

  @Test
  void whatWasDeletedIsMadeAgainAfterForget() throws Exception {
    Box box = consume(queue);
    send(original("", queue, "first"), 1000);
    channel.deleteExchange("rabbitra.delay.end");
    delays.forget();
    send(original("", queue, "second"), 1000);
    assertThat(box.arrivals.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(box.arrivals.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void headersAreThoseOfTheMessageAndTheDelays() throws Exception {
    AMQP.BasicProperties properties =
        Link.properties()
            .builder()
            .expiration("1")
            .headers(new HashMap<>(Map.of("own", "kept", "x-death", List.of())))
            .build();
    Publication delayed =
        delays.delayed(new Publication("", queue, false, properties, new byte[0]), 6000);
    assertThat(delayed.exchange()).isEqualTo("rabbitra.delay.2");
    assertThat(delayed.routingKey()).isEqualTo(queue);
    assertThat(delayed.mandatory()).isTrue();
    assertThat(delayed.properties().getExpiration()).isNull();
    assertThat(delayed.properties().getMessageId()).isEqualTo(properties.getMessageId());
    assertThat(delayed.properties().getHeaders())
        .isEqualTo(
            Map.of(
                "own",
                "kept",
                "rabbitra-delay-0",
                true,
                "rabbitra-delay-1",
                false,
                "rabbitra-delay-2",
                true,
                "rabbitra-delay-to",
                "",
                "CC",
                List.of(Delays.SINK)));
    assertThat(delays.delayed(delayed, 1000).exchange()).isEqualTo("rabbitra.delay.end");
  }

  private void assertEmpty(String name) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(admin.readyMessages(name)).isZero());
  }
}
