package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Cancellation;
import io.rabbitra.amqp.ConnectionListener;
import io.rabbitra.amqp.DeliveryListener;
import io.rabbitra.config.BrokerProperties;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.QueueInfo;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.topology.SubscriptionSpec.Kind;
import io.rabbitra.topology.Subscriptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Endpoints on topics, with each kind of subscription. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class EndpointTopicIT {

  private final String name = "topic-" + UUID.randomUUID();
  private final RabbitTopic topic = new RabbitTopic(name + ".*");
  private final RecordingBean bean = new RecordingBean();
  private final RecordingBean other = new RecordingBean();
  private RabbitBroker broker;
  private BrokerAdmin admin;
  private EndpointHarness harness;

  @BeforeEach
  void start(RabbitBroker runningBroker, BrokerAdmin brokerAdmin) throws Exception {
    broker = runningBroker;
    admin = brokerAdmin;
    harness = new EndpointHarness();
  }

  @AfterEach
  void stop() {
    harness.close();
    Subscriptions.durableQueues(name, "sub").forEach(admin::deleteQueue);
    admin.deleteExchange(name);
  }

  private SourceSpec spec(Kind kind) {
    boolean named = kind != Kind.NON_DURABLE;
    return SourceSpec.topic(broker.uri(), topic, kind, named ? name : null, named ? "sub" : null);
  }

  private Endpoint activate(RecordingBean target, SourceSpec spec) throws Exception {
    return harness.activateAndAwait(new TestEndpointFactory(target), spec);
  }

  private void publish(int from, int to) {
    publish(from, to, Map.of());
  }

  private void publish(int from, int to, Map<String, Object> headers) {
    admin.publish(
        topic.exchange(),
        name + ".x",
        new AMQP.BasicProperties.Builder().contentType("text/plain").headers(headers).build(),
        IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new));
  }

  private static void awaitCount(RecordingBean target, int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> target.finished().size() >= count);
  }

  private List<String> subscriptionQueues() {
    return admin.queues().stream()
        .map(QueueInfo::name)
        .filter(queue -> queue.startsWith("rabbitra.sub.") || queue.contains(name))
        .toList();
  }

  @Test
  void nonDurableSubscriptionIsSharedByItsSessionsAndLeavesNothing() throws Exception {
    Endpoint endpoint = activate(bean, spec(Kind.NON_DURABLE));
    activate(other, spec(Kind.NON_DURABLE));
    publish(0, 50);
    awaitCount(bean, 50);
    awaitCount(other, 50);
    assertThat(bean.finished()).as("once, with three sessions").hasSize(50);
    assertThat(subscriptionQueues()).hasSize(2);
    endpoint.deactivate("undeployed");
    await().until(() -> subscriptionQueues().size() == 1);
  }

  @Test
  void nonDurableSubscriptionIsMadeAnewAfterItsConnectionIsLost() throws Exception {
    activate(bean, spec(Kind.NON_DURABLE));
    admin.closeAllConnections();
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    publish(0, 3);
    awaitCount(bean, 3);
    assertThat(bean.finished()).hasSize(3);
    assertThat(subscriptionQueues()).hasSize(1);
  }

  @Test
  void nonDurableSubscriptionKeepsWhatCameBetweenTwoGenerationsOfOneConnection() throws Exception {
    ActivationSettings settings = spec(Kind.NON_DURABLE).resolve(BrokerProperties.NONE, "bean");
    TopicSource source =
        new TopicSource(
            settings.source().subscription(),
            MissingQueue.DECLARE,
            new Consumers(
                settings.source().consumer(), settings.sessions(), null, Runnable::run, false));
    AmqpConnection connection =
        harness
            .runtime()
            .open(settings.broker(), name, ConnectionListener.NONE, new Cancellation());
    List<Feed> feeds = new CopyOnWriteArrayList<>();
    List<String> texts = new CopyOnWriteArrayList<>();
    Source.Start start = consumption -> feeds.add(consumption.feed(new Texts(texts)));
    Consumption first = source.open(connection, start);
    feeds.get(0).cancel();
    feeds.get(0).close();
    first.close();
    publish(0, 3);
    source.open(connection, start);
    await().atMost(Duration.ofSeconds(20)).until(() -> texts.size() == 3);
    assertThat(subscriptionQueues()).hasSize(1);
    connection.close(Duration.ofSeconds(5));
    await().until(() -> subscriptionQueues().isEmpty());
  }

  /** Remembers the texts that it is delivered. */
  private record Texts(List<String> texts) implements DeliveryListener {

    @Override
    public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      texts.add(new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void cancelled() {}

    @Override
    public void closed(BrokerException failure) {}
  }

  @Test
  void attemptsThatFailLeaveNoQueueOnTheConnection() throws Exception {
    // Refused by the broker when the queue of the subscription is there already.
    harness.activate(
        new TestEndpointFactory(bean),
        spec(Kind.NON_DURABLE).consume(null, false, Map.of("x-priority", "high")));
    harness.awaitEvents(EndpointState.ACTIVATING, 2);
    await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    assertThat(subscriptionQueues()).hasSizeLessThan(2);
  }

  @Test
  void durableSubscriptionKeepsMessagesWhileTheEndpointIsAway() throws Exception {
    Endpoint endpoint = activate(bean, spec(Kind.DURABLE));
    publish(0, 10);
    awaitCount(bean, 10);
    endpoint.deactivate("undeployed");
    publish(10, 20);
    activate(other, spec(Kind.DURABLE));
    awaitCount(other, 10);
    assertThat(bean.finished()).hasSize(10);
    assertThat(other.texts())
        .containsExactlyInAnyOrder(
            IntStream.range(10, 20).mapToObj(Integer::toString).toArray(String[]::new));
  }

  @Test
  void secondEndpointOfADurableSubscriptionWaitsUntilTheFirstOneIsGone() throws Exception {
    Endpoint first = activate(bean, spec(Kind.DURABLE));
    Endpoint second =
        harness.activate(
            new TestEndpointFactory(other), spec(Kind.DURABLE).missing(MissingQueue.FAIL));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                harness.events().stream()
                    .anyMatch(event -> event.reason().contains("active consumer already")));
    publish(0, 5);
    awaitCount(bean, 5);
    first.deactivate("undeployed");
    EndpointHarness.awaitState(second, EndpointState.ACTIVE);
    publish(5, 8);
    awaitCount(other, 3);
    assertThat(bean.finished()).hasSize(5);
  }

  @Test
  void endpointsShareASubscriptionThatGoesWithTheLastOfThem() throws Exception {
    Endpoint first = activate(bean, spec(Kind.SHARED));
    Endpoint second = activate(other, spec(Kind.SHARED));
    publish(0, 60);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> bean.finished().size() + other.finished().size() >= 60);
    assertThat(Stream.concat(bean.finished().stream(), other.finished().stream()).distinct())
        .hasSize(60);
    assertThat(bean.finished()).isNotEmpty();
    assertThat(other.finished()).isNotEmpty();
    first.deactivate("undeployed");
    publish(60, 65);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> other.texts().containsAll(List.of("60", "61", "62", "63", "64")));
    second.deactivate("undeployed");
    await().until(() -> subscriptionQueues().isEmpty());
  }

  @Test
  void endpointsShareADurableSubscriptionThatStays() throws Exception {
    Endpoint first = activate(bean, spec(Kind.SHARED_DURABLE));
    Endpoint second = activate(other, spec(Kind.SHARED_DURABLE));
    publish(0, 30);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> bean.finished().size() + other.finished().size() >= 30);
    first.deactivate("undeployed");
    second.deactivate("undeployed");
    publish(30, 35);
    RecordingBean third = new RecordingBean();
    activate(third, spec(Kind.SHARED_DURABLE));
    awaitCount(third, 5);
  }

  @Test
  void selectorPassesOverWhatDoesNotMatch() throws Exception {
    Endpoint endpoint = activate(bean, spec(Kind.DURABLE).select("color = 'red'").prefetch(5));
    for (int i = 0; i < 6; i++) {
      publish(100 + 10 * i, 110 + 10 * i, Map.of("color", "blue"));
      publish(i, i + 1, Map.of("color", "red"));
    }
    awaitCount(bean, 6);
    assertThat(bean.texts()).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5");
    String queue = subscriptionQueues().get(0);
    // Also what comes when the session has nothing to settle itself.
    publish(200, 220, Map.of("color", "blue"));
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.unackedMessages(queue) == 0);
    endpoint.deactivate("undeployed");
    assertThat(admin.readyMessages(queue)).isZero();
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).isEmpty();
  }

  @Test
  void deactivationGivesBackWhatMatchesAndWasNotDelivered() throws Exception {
    java.util.concurrent.CountDownLatch gate = bean.block();
    Endpoint endpoint = activate(bean, spec(Kind.DURABLE).select("color = 'red'").sessions(1));
    for (int i = 0; i < 10; i++) {
      publish(i, i + 1, Map.of("color", i % 2 == 0 ? "red" : "blue"));
    }
    await().until(() -> bean.began().size() == 1);
    endpoint.beginDeactivation("undeployed");
    String queue = subscriptionQueues().get(0);
    // Before 4.3 the consumer goes with its channel, when the bean is finished.
    int left = broker.isAtLeast(4, 3) ? 0 : 1;
    await()
        .pollDelay(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .until(() -> admin.consumers(queue) == left);
    gate.countDown();
    EndpointHarness.awaitState(endpoint, EndpointState.INACTIVE);
    activate(other, spec(Kind.DURABLE).select("color = 'red'"));
    awaitCount(other, 4);
    assertThat(bean.finished()).containsExactly("0");
    assertThat(other.texts()).containsExactlyInAnyOrder("2", "4", "6", "8");
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).isEmpty();
  }

  @Test
  void missingExchangeIsWaitedForDeclaredOrTheEnd() throws Exception {
    topic.setExchange(name);
    Endpoint waiting = harness.activate(new TestEndpointFactory(bean), spec(Kind.NON_DURABLE));
    harness.awaitEvents(EndpointState.ACTIVATING, 2);
    Endpoint failing =
        harness.activate(
            new TestEndpointFactory(other), spec(Kind.NON_DURABLE).missing(MissingQueue.FAIL));
    harness.awaitEvents(EndpointState.INACTIVE, 1);
    assertThat(failing.state()).isEqualTo(EndpointState.INACTIVE);
    assertThat(harness.eventsTo(EndpointState.INACTIVE).get(0).reason())
        .contains("no exchange '" + name + "'");
    activate(other, spec(Kind.NON_DURABLE).missing(MissingQueue.DECLARE));
    EndpointHarness.awaitState(waiting, EndpointState.ACTIVE);
    publish(0, 2);
    awaitCount(bean, 2);
    awaitCount(other, 2);
  }
}
