package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.ConnectionInfo;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Failed messages of a broker that has an alarm, closes connections or is killed. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class RedeliveryFaultIT {

  private RabbitBroker broker;
  private BrokerAdmin admin;
  private String queue;
  private String dead;
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
    queue = "failed-" + UUID.randomUUID();
    dead = queue + "-dead";
    for (String name : new String[] {queue, dead}) {
      admin.declareQueue(name, Map.of("x-queue-type", "quorum"));
    }
    harness = new EndpointHarness();
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
  }

  private RabbitActivationSpec spec(int maxRedeliveries, int delay) {
    RabbitActivationSpec spec = EndpointHarness.spec(broker.uri(), queue);
    spec.setMaxRedeliveries(maxRedeliveries);
    spec.setRedeliveryDelay(delay);
    spec.setDeadLetterQueue(dead);
    return spec;
  }

  private static FailingBean failingAt(String prefix, CountDownLatch gate) {
    return new FailingBean(
        seen -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return seen.text().startsWith(prefix) ? new IllegalStateException("bad") : null;
        });
  }

  @Test
  void alarmKeepsFailedMessagesAtTheBrokerWhileOthersAreDelivered() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Endpoint endpoint =
        harness.activateAndAwait(new TestEndpointFactory(failingAt("bad", gate)), spec(0, 1000));
    admin.publish(queue, "bad-1", "bad-2", "bad-3", "good-1", "good-2", "good-3");
    patiently().until(() -> endpoint.busySessions() == 3);
    admin.raiseMemoryAlarm();
    try {
      gate.countDown();
      patiently().until(() -> endpoint.deliveries() == 6 && endpoint.busySessions() == 0);
      patiently().until(() -> admin.unackedMessages(queue) == 3);
      assertThat(endpoint.deadLettered()).isZero();
      assertThat(endpoint.state()).isEqualTo(EndpointState.ACTIVE);
    } finally {
      admin.clearMemoryAlarm();
    }
    patiently().until(() -> admin.readyMessages(dead) == 3);
    patiently().until(() -> endpoint.deadLettered() == 3);
    assertThat(endpoint.failures()).isEqualTo(3);
    harness.stop();
    assertThat(admin.readyMessages(queue)).isZero();
  }

  @Test
  void endpointEndsInTimeDuringAnAlarmAndTheFailedMessageStays() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Endpoint endpoint =
        harness.activateAndAwait(new TestEndpointFactory(failingAt("bad", gate)), spec(0, 1000));
    admin.publish(queue, "bad-1");
    patiently().until(() -> endpoint.busySessions() == 1);
    admin.raiseMemoryAlarm();
    try {
      gate.countDown();
      patiently().until(() -> endpoint.failures() == 1);
      harness.stop();
      assertThat(endpoint.state()).isEqualTo(EndpointState.INACTIVE);
      assertThat(harness.runtime().openConnections()).isZero();
      patiently().until(() -> admin.readyMessages(queue) == 1);
    } finally {
      admin.clearMemoryAlarm();
    }
  }

  @Test
  void connectionThatPublishesIsOpenedAgain() throws Exception {
    FailingBean bean = FailingBean.always();
    Endpoint endpoint = harness.activateAndAwait(new TestEndpointFactory(bean), spec(0, 0));
    admin.publish(queue, "first");
    patiently().until(() -> endpoint.deadLettered() == 1);
    String name =
        admin.connections().stream()
            .map(ConnectionInfo::name)
            .filter(candidate -> candidate.endsWith("failures"))
            .findFirst()
            .orElseThrow();
    admin.closeConnections(name);
    admin.publish(queue, "second");
    patiently().until(() -> admin.readyMessages(dead) == 2);
    patiently().until(() -> endpoint.deadLettered() == 2);
    assertThat(bean.seen()).hasSize(2);
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).isEmpty();
  }

  @Test
  void delayedMessagesSurviveThatTheBrokerIsKilled() throws Exception {
    FailingBean bean =
        new FailingBean(seen -> seen.count() == 1 ? new IllegalStateException("not yet") : null);
    Endpoint endpoint = harness.activateAndAwait(new TestEndpointFactory(bean), spec(3, 4000));
    // What is declared reaches the disk some seconds later.
    admin.publish(queue, "first");
    patiently().until(() -> bean.counts().contains(2));
    String[] texts = IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new);
    admin.publish(queue, texts);
    patiently().until(() -> endpoint.redelivered() == 101);
    broker.kill();
    broker.start();
    patiently()
        .untilAsserted(
            () ->
                assertThat(bean.seen())
                    .filteredOn(seen -> seen.count() > 1)
                    .extracting(FailingBean.Seen::text)
                    .contains(texts));
    assertThat(admin.readyMessages(dead)).isZero();
  }
}
