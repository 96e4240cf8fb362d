package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Endpoints with a selector on a queue that others consume from too. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class EndpointSelectorIT {

  private final String queue = "selected-" + UUID.randomUUID();
  private final RecordingBean bean = new RecordingBean();
  private final TestEndpointFactory factory = new TestEndpointFactory(bean);
  private RabbitBroker broker;
  private BrokerAdmin admin;
  private EndpointHarness harness;

  @BeforeEach
  void start(RabbitBroker runningBroker, BrokerAdmin brokerAdmin) throws Exception {
    broker = runningBroker;
    admin = brokerAdmin;
    admin.declareQueue(queue);
    harness = new EndpointHarness();
  }

  @AfterEach
  void stop() {
    harness.close();
    admin.deleteQueue(queue);
  }

  private SourceSpec spec() {
    return SourceSpec.queue(broker.uri(), queue).select("color = 'red'");
  }

  /** Even numbers are red, odd ones blue. */
  private void publish(int from, int to) {
    for (int i = from; i < to; i++) {
      admin.publish("", queue, coloured(i % 2 == 0 ? "red" : "blue"), Integer.toString(i));
    }
  }

  private static AMQP.BasicProperties coloured(String color) {
    return new AMQP.BasicProperties.Builder()
        .contentType("text/plain")
        .deliveryMode(2)
        .headers(Map.of("color", color))
        .build();
  }

  private static String[] even(int from, int to) {
    return IntStream.range(from, to)
        .filter(i -> i % 2 == 0)
        .mapToObj(Integer::toString)
        .toArray(String[]::new);
  }

  private static void awaitCount(RecordingBean target, int count) {
    await().atMost(Duration.ofSeconds(30)).until(() -> target.finished().size() >= count);
  }

  private List<String> drainQueue() {
    List<String> texts = new ArrayList<>();
    for (Optional<GetResponse> next = admin.get(queue); next.isPresent(); next = admin.get(queue)) {
      texts.add(new String(next.get().getBody(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  @Test
  void takesWhatMatchesOnceAndLeavesTheRestInOrder() throws Exception {
    publish(0, 30);
    harness.activateAndAwait(factory, spec());
    publish(30, 40);
    awaitCount(bean, 20);
    harness.stop();
    assertThat(bean.finished()).hasSize(20).containsExactlyInAnyOrder(even(0, 40));
    assertThat(drainQueue())
        .containsExactly(
            IntStream.range(0, 40)
                .filter(i -> i % 2 == 1)
                .mapToObj(Integer::toString)
                .toArray(String[]::new));
    assertThat(factory.created()).isPositive().isEqualTo(factory.released());
  }

  @Test
  void everySessionWorks() throws Exception {
    CountDownLatch gate = bean.block();
    harness.activateAndAwait(factory, spec().sessions(3));
    publish(0, 6);
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.began().size() == 3);
    gate.countDown();
    awaitCount(bean, 3);
  }

  @Test
  void noMoreIsTakenThanThePrefetchCount() throws Exception {
    assumeTrue(broker.isAtLeast(4, 3), "before, what a round finds beyond stays with the scan");
    CountDownLatch gate = bean.block();
    publish(0, 40);
    harness.activateAndAwait(factory, spec().sessions(1).prefetch(4));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> bean.began().size() == 1 && admin.unackedMessages(queue) > 0);
    await()
        .pollDelay(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(admin.unackedMessages(queue)).isBetween(1L, 4L));
    gate.countDown();
    awaitCount(bean, 20);
  }

  @Test
  void otherConsumerIsNotStarved() throws Exception {
    RecordingBean all = new RecordingBean(2);
    harness.activateAndAwait(factory, spec());
    harness.activateAndAwait(
        new TestEndpointFactory(all), SourceSpec.queue(broker.uri(), queue).prefetch(5));
    publish(0, 100);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> bean.finished().size() + all.finished().size() >= 100);
    assertThat(all.finished()).contains("1", "3", "99");
    List<String> both = new ArrayList<>(bean.finished());
    both.addAll(all.finished());
    assertThat(both).doesNotHaveDuplicates();
  }

  @Test
  void deactivationLeavesTheQueueCompleteAndInOrder() throws Exception {
    CountDownLatch gate = bean.block();
    Endpoint endpoint = harness.activateAndAwait(factory, spec().sessions(1));
    publish(0, 30);
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.began().size() == 1);
    endpoint.beginDeactivation("undeployed");
    await().until(() -> endpoint.state() == EndpointState.DEACTIVATING);
    gate.countDown();
    EndpointHarness.awaitState(endpoint, EndpointState.INACTIVE);
    assertThat(bean.finished()).containsExactly("0");
    await().until(() -> admin.readyMessages(queue) == 29);
    assertThat(drainQueue())
        .containsExactly(IntStream.range(1, 30).mapToObj(Integer::toString).toArray(String[]::new));
  }

  @Test
  void whatNoBeanHasSeenDoesNotCountAsAnAttempt() throws Exception {
    assumeTrue(broker.isAtLeast(4, 3), "older ones count basic.nack as an attempt too");
    admin.deleteQueue(queue);
    admin.declareQueue(queue, Map.of("x-queue-type", "quorum"));
    publish(0, 10);
    CountDownLatch gate = bean.block();
    Endpoint endpoint = harness.activateAndAwait(factory, spec().sessions(1));
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.began().size() == 1);
    endpoint.beginDeactivation("undeployed");
    await().until(() -> endpoint.state() == EndpointState.DEACTIVATING);
    gate.countDown();
    EndpointHarness.awaitState(endpoint, EndpointState.INACTIVE);
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.readyMessages(queue) == 9);
    for (int i = 0; i < 9; i++) {
      assertThat(admin.get(queue).orElseThrow().getProps().getHeaders())
          .doesNotContainKey("x-delivery-count");
    }
  }

  @Test
  void beanThatDoesNotReturnLosesItsMessageAtTheDrainTimeout() throws Exception {
    CountDownLatch gate = bean.block();
    SourceSpec spec = spec().sessions(1);
    spec.setDrainTimeout(300);
    Endpoint endpoint = harness.activateAndAwait(factory, spec);
    publish(0, 1);
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.began().size() == 1);
    endpoint.deactivate("undeployed");
    await().until(() -> admin.readyMessages(queue) == 1);
    gate.countDown();
  }

  @Test
  void failedDeliveryComesAgain() throws Exception {
    bean.failNext(1);
    harness.activateAndAwait(factory, spec());
    publish(0, 1);
    awaitCount(bean, 1);
    assertThat(bean.began()).hasSize(2);
    assertThat(bean.began().get(1).redelivered()).isTrue();
  }

  @Test
  void deletedQueueIsNoticedWhileIdleAndWhileBusyAndUsedAgain() throws Exception {
    harness.activateAndAwait(factory, spec().sessions(1));
    admin.deleteQueue(queue);
    harness.awaitEvents(EndpointState.REACTIVATING, 1);
    admin.declareQueue(queue);
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    CountDownLatch gate = bean.block();
    publish(0, 1);
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.began().size() == 1);
    admin.deleteQueue(queue);
    harness.awaitEvents(EndpointState.REACTIVATING, 2);
    gate.countDown();
    admin.declareQueue(queue);
    harness.awaitEvents(EndpointState.ACTIVE, 3);
    publish(2, 3);
    awaitCount(bean, 2);
  }

  @Test
  void missingQueueIsDeclared() throws Exception {
    admin.deleteQueue(queue);
    harness.activateAndAwait(factory, spec().missing(MissingQueue.DECLARE));
    publish(0, 2);
    awaitCount(bean, 1);
  }

  @Test
  void lostConnectionIsOneCycle() throws Exception {
    harness.activateAndAwait(factory, spec());
    admin.closeAllConnections();
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    publish(0, 10);
    awaitCount(bean, 5);
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).hasSize(1);
  }
}
