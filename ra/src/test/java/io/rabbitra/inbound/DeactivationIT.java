package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deactivation by the server at every moment: suspend, stop-delivery, undeploy, stop. */
@ExtendWith(BrokerExtension.class)
@Timeout(90)
class DeactivationIT {

  private final String queue = "stop-" + UUID.randomUUID();
  private RabbitBroker broker;
  private BrokerAdmin admin;
  private EndpointHarness harness;

  @BeforeEach
  void start(RabbitBroker runningBroker, BrokerAdmin brokerAdmin) throws Exception {
    broker = runningBroker;
    admin = brokerAdmin;
    admin.declareQueue(queue);
    harness = new EndpointHarness();
    harness.reactions(
        new Reactions(
            new Elasticity.Pace(Duration.ofMillis(20), 2, 1000, 1000), Duration.ofSeconds(30)));
  }

  @AfterEach
  void stop() {
    harness.close();
    if (admin.queueExists(queue)) {
      admin.deleteQueue(queue);
    }
  }

  private RabbitActivationSpec spec() {
    return EndpointHarness.spec(broker.uri(), queue);
  }

  private static String[] texts(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
  }

  /** Returns how long it took. */
  private static Duration deactivate(Endpoint endpoint) {
    Instant begin = Instant.now();
    endpoint.deactivate("undeployed");
    assertThat(endpoint.state()).isEqualTo(EndpointState.INACTIVE);
    return Duration.between(begin, Instant.now());
  }

  private void assertNothingIsLeft(TestEndpointFactory factory) {
    assertThat(admin.queueExists(queue) ? admin.consumers(queue) : 0).isZero();
    assertThat(harness.runtime().openConnections()).isZero();
    assertThat(factory.created()).isEqualTo(factory.released());
    assertThat(factory.violations()).isZero();
  }

  @Test
  void whileItWaitsForItsQueue() throws Exception {
    admin.deleteQueue(queue);
    TestEndpointFactory factory = new TestEndpointFactory(new RecordingBean());
    Endpoint endpoint = harness.activate(factory, spec());
    harness.awaitEvents(EndpointState.ACTIVATING, 2);
    assertThat(deactivate(endpoint)).isLessThan(Duration.ofSeconds(4));
    admin.declareQueue(queue);
    assertNothingIsLeft(factory);
    await()
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(5))
        .until(() -> admin.consumers(queue) == 0);
  }

  @Test
  void whileALostGenerationDrains() throws Exception {
    RecordingBean bean = new RecordingBean();
    CountDownLatch gate = bean.block();
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    RabbitActivationSpec spec = spec();
    spec.setDrainTimeout(1000);
    Endpoint endpoint = harness.activateAndAwait(factory, spec);
    admin.publish(queue, "stuck");
    await().until(() -> bean.began().size() == 1);
    admin.deleteQueue(queue);
    EndpointHarness.awaitState(endpoint, EndpointState.REACTIVATING);
    assertThat(deactivate(endpoint)).isLessThan(Duration.ofSeconds(6));
    assertThat(harness.eventsTo(EndpointState.ACTIVE)).hasSize(1);
    gate.countDown();
    await().until(() -> factory.released() == factory.created());
    assertNothingIsLeft(factory);
  }

  @Test
  void whileTheServerHasNoBean() throws Exception {
    RecordingBean bean = new RecordingBean();
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    factory.unavailable(true);
    Endpoint endpoint = harness.activateAndAwait(factory, spec());
    admin.publish(queue, texts(10));
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.unackedMessages(queue) == 10);
    assertThat(deactivate(endpoint)).isLessThan(Duration.ofSeconds(4));
    await().until(() -> admin.readyMessages(queue) == 10);
    factory.unavailable(false);
    assertNothingIsLeft(factory);
    harness.activateAndAwait(factory, spec());
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.finished().size() == 10);
  }

  @Test
  void whileSessionsAreAddedUnderLoad() throws Exception {
    admin.publish(queue, texts(2000));
    RecordingBean bean = new RecordingBean(10);
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    RabbitActivationSpec spec = spec();
    spec.setMinSessions(1);
    spec.setMaxSessions(12);
    spec.setPrefetch(20);
    for (int round = 0; round < 6; round++) {
      int before = bean.began().size();
      Endpoint endpoint = harness.activateAndAwait(factory, spec);
      // At another moment of the growth each time.
      int more = 1 + round * 8;
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(2))
          .until(() -> bean.began().size() >= before + more);
      assertThat(deactivate(endpoint)).isLessThan(Duration.ofSeconds(5));
      assertThat(bean.finished()).hasSameSizeAs(bean.began());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> admin.readyMessages(queue) == 2000 - bean.finished().size());
      assertNothingIsLeft(factory);
    }
    assertThat(bean.finished()).as("delivered once each").doesNotHaveDuplicates();
  }

  @Test
  void sameFactoryAndSpecAgainAndAgain() throws Exception {
    admin.publish(queue, texts(400));
    RecordingBean bean = new RecordingBean(3);
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    RabbitActivationSpec spec = spec();
    spec.setAcknowledgeMode("Dups-ok-acknowledge");
    for (int round = 0; round < 4; round++) {
      int before = bean.began().size();
      Endpoint endpoint = harness.activateAndAwait(factory, spec);
      await().until(() -> bean.began().size() > before + 10);
      endpoint.deactivate("suspended");
      int suspended = bean.began().size();
      assertNothingIsLeft(factory);
      assertThat(bean.began()).as("nothing is delivered while suspended").hasSize(suspended);
    }
    harness.activateAndAwait(factory, spec);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> new HashSet<>(bean.finished()).size() == 400);
    assertThat(bean.finished()).hasSize(400);
  }

  @Test
  void backlogOfAQuorumQueueStaysInOrder() throws Exception {
    admin.deleteQueue(queue);
    admin.declareQueue(queue, Map.of("x-queue-type", "quorum"));
    admin.publish(queue, texts(200));
    RecordingBean bean = new RecordingBean(5);
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    RabbitActivationSpec spec = spec();
    spec.setMaxSessions(1);
    for (int round = 0; round < 3; round++) {
      int before = bean.began().size();
      Endpoint endpoint = harness.activateAndAwait(factory, spec);
      await().until(() -> bean.began().size() > before + 10);
      endpoint.deactivate("redeployed");
      assertNothingIsLeft(factory);
    }
    factory.unavailable(true);
    Endpoint idle = harness.activateAndAwait(factory, spec);
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.unackedMessages(queue) == 50);
    idle.deactivate("redeployed");
    factory.unavailable(false);
    harness.activateAndAwait(factory, spec);
    await().atMost(Duration.ofSeconds(30)).until(() -> bean.finished().size() >= 200);
    if (broker.isAtLeast(4, 3)) {
      // The broker itself takes back what is on its way to a consumer that is cancelled, first;
      // the one on its way may be with the bean already, and comes again.
      await().atMost(Duration.ofSeconds(30)).until(() -> Set.copyOf(bean.finished()).size() == 200);
      assertThat(bean.finished()).as("one at each deactivation").hasSizeLessThanOrEqualTo(204);
      assertThat(stepsBack(bean.finished())).as("one at each deactivation").isLessThanOrEqualTo(4);
    } else {
      assertThat(bean.finished()).containsExactly(texts(200));
    }
  }

  /** How often a text is a smaller number than the one before it. */
  private static long stepsBack(List<String> texts) {
    return IntStream.range(1, texts.size())
        .filter(i -> Integer.parseInt(texts.get(i)) < Integer.parseInt(texts.get(i - 1)))
        .count();
  }

  @Test
  void endpointsThatStopTogetherDrainTogether() throws Exception {
    int count = 5;
    List<Endpoint> endpoints = new ArrayList<>();
    List<String> queues = new ArrayList<>();
    RecordingBean bean = new RecordingBean();
    CountDownLatch gate = bean.block();
    for (int i = 0; i < count; i++) {
      String name = queue + "-" + i;
      queues.add(name);
      admin.declareQueue(name);
      RabbitActivationSpec spec = EndpointHarness.spec(broker.uri(), name);
      spec.setDrainTimeout(2000);
      endpoints.add(harness.activateAndAwait(new TestEndpointFactory(bean), spec));
      admin.publish(name, "stuck in " + name);
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.began().size() == count);
    Instant begin = Instant.now();
    endpoints.forEach(endpoint -> endpoint.beginDeactivation("the adapter stops"));
    endpoints.forEach(endpoint -> endpoint.deactivate("the adapter stops"));
    assertThat(Duration.between(begin, Instant.now()))
        .isBetween(Duration.ofMillis(1900), Duration.ofMillis(2000L * count - 2000));
    assertThat(endpoints).extracting(Endpoint::state).containsOnly(EndpointState.INACTIVE);
    assertThat(harness.runtime().openConnections()).isZero();
    gate.countDown();
    harness.stop();
    for (String name : queues) {
      await().until(() -> admin.readyMessages(name) == 1);
      admin.deleteQueue(name);
    }
    await().until(() -> harness.container().runningLongWorks() == 0);
  }
}
