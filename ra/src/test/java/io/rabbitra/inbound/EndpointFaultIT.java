package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerException;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Endpoints of a broker that is frozen, killed, stopped or silent. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class EndpointFaultIT {

  private RabbitBroker broker;
  private BrokerAdmin admin;
  private String queue;
  private EndpointHarness harness;

  @BeforeAll
  void startBroker() {
    broker = RabbitBrokers.start();
    assumeTrue(broker.supportsFaults(), "a broker that can be broken");
    admin = new BrokerAdmin(broker);
  }

  @AfterAll
  void closeBroker() {
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    broker.start();
    queue = "fault-" + UUID.randomUUID();
    admin.declareQueue(queue);
    harness = new EndpointHarness();
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  private RabbitActivationSpec spec(String uri) {
    RabbitActivationSpec spec = EndpointHarness.spec(uri, queue);
    spec.setHeartbeat(2);
    spec.setConnectionTimeout(2000);
    return spec;
  }

  private static void assertGivenUpBetweenTwoAndThreeHeartbeats(Instant since, Instant lost) {
    // The broker's last byte is up to one of its own heartbeats (half of the interval) older.
    assertThat(Duration.between(since, lost))
        .isBetween(Duration.ofMillis(2900), Duration.ofMillis(6000));
  }

  @Test
  void frozenBrokerIsGivenUpAfterTwoHeartbeatsAndUsedAgainWhenItGoesOn() throws Exception {
    RecordingBean bean = new RecordingBean();
    harness.activateAndAwait(new TestEndpointFactory(bean), spec(broker.uri()));
    Instant frozen = Instant.now();
    broker.freeze();
    try {
      harness.awaitEvents(EndpointState.REACTIVATING, 1);
    } finally {
      broker.resume();
    }
    assertGivenUpBetweenTwoAndThreeHeartbeats(
        frozen, harness.eventsTo(EndpointState.REACTIVATING).get(0).time());
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    admin.publish(queue, "order");
    await().atMost(Duration.ofSeconds(10)).until(() -> bean.texts().contains("order"));
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).hasSize(1);
  }

  @Test
  void silentMiddleIsFoundAndTheSecondAddressUsed() throws Exception {
    RecordingBean bean = new RecordingBean();
    try (FaultProxy proxy = new FaultProxy(broker)) {
      Endpoint endpoint =
          harness.activateAndAwait(
              new TestEndpointFactory(bean), spec(proxy.uri() + "," + broker.uri()));
      assertThat(proxy.connections()).isPositive();
      Instant stalled = Instant.now();
      proxy.stall();
      harness.awaitEvents(EndpointState.REACTIVATING, 1);
      assertGivenUpBetweenTwoAndThreeHeartbeats(
          stalled, harness.eventsTo(EndpointState.REACTIVATING).get(0).time());
      harness.awaitEvents(EndpointState.ACTIVE, 2);
      assertThat(harness.eventsTo(EndpointState.ACTIVE).get(1).reason())
          .contains(Integer.toString(broker.port()));
      admin.publish(queue, "order");
      await().atMost(Duration.ofSeconds(10)).until(() -> bean.texts().contains("order"));
      assertThat(endpoint.state()).isEqualTo(EndpointState.ACTIVE);
    }
  }

  @Test
  void everyConfirmedMessageIsDeliveredAlthoughTheBrokerIsKilled() throws Exception {
    long begin = System.nanoTime();
    RecordingBean bean = new RecordingBean(2);
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    harness.activateAndAwait(factory, spec(broker.uri()));
    Set<String> confirmed = ConcurrentHashMap.newKeySet();
    AtomicBoolean on = new AtomicBoolean(true);
    CompletableFuture<Void> publisher =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; on.get(); i++) {
                try {
                  admin.publish(queue, "m" + i);
                  confirmed.add("m" + i);
                } catch (BrokerException e) {
                  // Not confirmed: nothing was promised.
                  Thread.onSpinWait();
                }
              }
            });
    await().until(() -> confirmed.size() > 50);
    // RabbitMQ 3.10 writes a queue that is declared within two seconds, and says so before.
    await().until(() -> System.nanoTime() - begin > Duration.ofSeconds(3).toNanos());
    broker.kill();
    broker.start();
    int before = confirmed.size();
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> publisher.isDone() || confirmed.size() > before + 50);
    on.set(false);
    publisher.get();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(bean.finished()).containsAll(confirmed));
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).hasSize(1);
    assertThat(factory.violations()).isZero();
  }

  @Test
  void endpointThatIsActivatedWhileTheBrokerIsDownStartsWhenItComesUpAndReportsTheOutageOnce()
      throws Exception {
    RecordingBean bean = new RecordingBean();
    broker.kill();
    Endpoint endpoint = harness.activate(new TestEndpointFactory(bean), spec(broker.uri()));
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(5))
        .until(() -> endpoint.state() == EndpointState.ACTIVATING);
    assertThat(harness.events()).as("activated, and the failure once").hasSize(2);
    broker.start();
    // RabbitMQ 3.10 may have been killed before the queue reached its disk.
    admin.declareQueue(queue);
    EndpointHarness.awaitState(endpoint, EndpointState.ACTIVE);
    admin.publish(queue, "order");
    await().atMost(Duration.ofSeconds(10)).until(() -> bean.texts().contains("order"));
  }

  @Test
  void wrongPasswordIsReportedOnceAndTheEndpointActivatesWhenItIsRight() throws Exception {
    String user = "user-" + UUID.randomUUID();
    broker.ctl("add_user", user, "right");
    admin.setPermissions("/", user, ".*", ".*", ".*");
    RabbitActivationSpec spec = spec(broker.uri());
    spec.setUserName(user);
    spec.setPassword("tooearly");
    Endpoint endpoint = harness.activate(new TestEndpointFactory(new RecordingBean()), spec);
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(6))
        .until(() -> endpoint.state() == EndpointState.ACTIVATING);
    assertThat(harness.events()).hasSize(2);
    assertThat(harness.events().get(1).reason()).doesNotContain("tooearly");
    admin.changePassword(user, "tooearly");
    EndpointHarness.awaitState(endpoint, EndpointState.ACTIVE);
  }

  @Test
  void missingQueueIsReportedOnceAndTheEndpointActivatesWhenItIsThere() throws Exception {
    admin.deleteQueue(queue);
    Endpoint endpoint =
        harness.activate(new TestEndpointFactory(new RecordingBean()), spec(broker.uri()));
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(6))
        .until(() -> endpoint.state() == EndpointState.ACTIVATING);
    assertThat(harness.events()).hasSize(2);
    assertThat(harness.events().get(1).reason()).contains("NOT_FOUND").contains(queue);
    admin.declareQueue(queue);
    EndpointHarness.awaitState(endpoint, EndpointState.ACTIVE);
  }

  @Test
  void deactivationWhileTheBrokerIsFrozenIsBounded() throws Exception {
    Endpoint endpoint =
        harness.activateAndAwait(new TestEndpointFactory(new RecordingBean()), spec(broker.uri()));
    broker.freeze();
    try {
      Instant begin = Instant.now();
      endpoint.deactivate("undeployed");
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(12));
      assertThat(endpoint.state()).isEqualTo(EndpointState.INACTIVE);
      assertThat(harness.runtime().openConnections()).isZero();
    } finally {
      broker.resume();
    }
  }
}
