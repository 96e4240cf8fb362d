package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Endpoints that read a stream. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class EndpointStreamIT {

  private final String name = "stream-" + UUID.randomUUID();
  private final RabbitQueue queue = new RabbitQueue(name);
  private final RecordingBean bean = new RecordingBean();
  private final TestEndpointFactory factory = new TestEndpointFactory(bean);
  private RabbitBroker broker;
  private BrokerAdmin admin;
  private EndpointHarness harness;

  @BeforeEach
  void start(RabbitBroker runningBroker, BrokerAdmin brokerAdmin) throws Exception {
    broker = runningBroker;
    admin = brokerAdmin;
    queue.setDeclare("declare");
    queue.setArguments("x-queue-type=stream");
    harness = new EndpointHarness();
  }

  @AfterEach
  void stop() {
    harness.close();
    admin.deleteQueue(name);
  }

  private SourceSpec spec() {
    return SourceSpec.queue(broker.uri(), queue)
        .sessions(1)
        .consume("reader", false, Map.of("x-stream-offset", "first"))
        .prefetch(5);
  }

  private void declareStream() {
    admin.declareQueue(name, Map.of("x-queue-type", "stream"));
  }

  private static String[] texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private void awaitCount(int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.finished().size() >= count);
  }

  @Test
  void readsFromTheOffsetAndGoesOnWhereItWas() throws Exception {
    declareStream();
    admin.publish(name, texts(0, 30));
    harness.activateAndAwait(factory, spec());
    awaitCount(30);
    assertThat(bean.finished()).containsExactly(texts(0, 30));
    admin.closeAllConnections();
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    admin.publish(name, texts(30, 40));
    awaitCount(40);
    assertThat(bean.finished()).containsExactly(texts(0, 40));
  }

  @Test
  void declaresTheStream() throws Exception {
    harness.activateAndAwait(factory, spec());
    declareStream();
    admin.publish(name, texts(0, 3));
    awaitCount(3);
  }

  @Test
  void failedDeliveryIsRepeatedWithoutTheBroker() throws Exception {
    declareStream();
    bean.failNext(2);
    Endpoint endpoint = harness.activateAndAwait(factory, spec());
    admin.publish(name, texts(0, 20));
    awaitCount(20);
    assertThat(bean.finished()).containsExactlyInAnyOrder(texts(0, 20));
    assertThat(bean.began().stream().filter(RecordingBean.Call::redelivered)).hasSize(2);
    assertThat(endpoint.failures()).isEqualTo(2);
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).isEmpty();
    assertThat(bean.finished()).hasSize(20);
  }

  @Test
  void messageThatKeepsFailingIsNotLeftBehind() throws Exception {
    declareStream();
    bean.failNext(Integer.MAX_VALUE);
    harness.activateAndAwait(factory, spec());
    admin.publish(name, texts(0, 3));
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.began().size() >= 4);
    admin.closeAllConnections();
    bean.failNext(0);
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    awaitCount(3);
    assertThat(bean.texts()).containsExactlyInAnyOrder(texts(0, 3));
  }

  @Test
  void whatWasNotProcessedComesAgainAfterAReactivation() throws Exception {
    declareStream();
    CountDownLatch gate = bean.block();
    SourceSpec spec = spec();
    spec.setDrainTimeout(200);
    harness.activateAndAwait(factory, spec);
    admin.publish(name, texts(0, 10));
    await().until(() -> bean.began().size() == 1);
    admin.closeAllConnections();
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.began().size() == 2);
    gate.countDown();
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.texts().size() == 10);
    assertThat(bean.began().get(1).text()).isEqualTo("0");
  }

  @Test
  void streamThatIsDeletedAndDeclaredAgainIsReadFromItsBeginning() throws Exception {
    queue.setDeclare("none");
    declareStream();
    harness.activateAndAwait(factory, spec());
    admin.publish(name, texts(0, 10));
    awaitCount(10);
    admin.deleteQueue(name);
    harness.awaitEvents(EndpointState.REACTIVATING, 1);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                harness.events().stream().anyMatch(e -> e.reason().contains("no queue '" + name)));
    declareStream();
    admin.publish(name, texts(100, 103));
    awaitCount(13);
    assertThat(bean.texts()).contains(texts(100, 103));
  }

  @Test
  void selectorPassesOverMessagesOfAStream() throws Exception {
    declareStream();
    harness.activateAndAwait(factory, spec().select("JMSType = 'wanted'"));
    admin.publish(name, texts(0, 20));
    admin.publish(
        "",
        name,
        new com.rabbitmq.client.AMQP.BasicProperties.Builder()
            .contentType("text/plain")
            .type("wanted")
            .build(),
        "20");
    awaitCount(1);
    assertThat(bean.finished()).containsExactly("20");
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).isEmpty();
  }

  @Test
  void streamThatTheConfigurationDoesNotNameIsNoticedBeforeABeanGetsAMessage() throws Exception {
    declareStream();
    SourceSpec spec = SourceSpec.queue(broker.uri(), name).prefetch(5);
    Endpoint endpoint = harness.activateAndAwait(factory, spec.sessions(1));
    admin.publish(name, texts(0, 10));
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    bean.failNext(1);
    admin.publish(name, texts(10, 20));
    awaitCount(20);
    assertThat(bean.finished()).containsExactlyInAnyOrder(texts(0, 20));
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).hasSize(1);
    endpoint.deactivate("undeployed");
  }

  @Test
  void streamThatIsDeclaredAgainAsAnotherTypeIsConsumedAsThat() throws Exception {
    declareStream();
    SourceSpec spec = SourceSpec.queue(broker.uri(), name).prefetch(5);
    harness.activateAndAwait(factory, spec.sessions(1));
    admin.publish(name, texts(0, 3));
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    awaitCount(3);
    // While the bean works, the endpoint does not look whether the queue is there.
    CountDownLatch gate = bean.block();
    admin.publish(name, "last");
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.began().size() == 4);
    admin.deleteQueue(name);
    admin.declareQueue(name);
    admin.publish(name, texts(100, 103));
    gate.countDown();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(bean.texts()).contains(texts(100, 103)));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(admin.readyMessages(name)).isZero());
  }

  @Test
  void severalSessionsOfAStreamThatIsNotNamedAreRefused() throws Exception {
    declareStream();
    harness.activateAndAwait(factory, SourceSpec.queue(broker.uri(), name).sessions(3));
    admin.publish(name, texts(0, 5));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> harness.events().stream().anyMatch(e -> e.reason().contains("maxSessions")));
    assertThat(bean.began()).isEmpty();
  }

  @Test
  void offsetInAMessageOfAnotherQueueDeceivesNobodyForLong() throws Exception {
    admin.declareQueue(name);
    harness.activateAndAwait(factory, SourceSpec.queue(broker.uri(), name).sessions(3));
    admin.publish(
        "",
        name,
        new com.rabbitmq.client.AMQP.BasicProperties.Builder()
            .contentType("text/plain")
            .headers(Map.of("x-stream-offset", 7L))
            .build(),
        texts(0, 5));
    awaitCount(5);
    assertThat(bean.finished()).containsExactlyInAnyOrder(texts(0, 5));
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).hasSize(1);
  }
}
