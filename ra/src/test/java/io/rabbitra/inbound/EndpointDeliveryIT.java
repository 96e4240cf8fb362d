package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.GetResponse;
import io.rabbitra.container.TestContainer;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import java.time.Duration;
import java.time.Instant;
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

/** Delivery, deactivation and cancel with a broker that stays up. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class EndpointDeliveryIT {

  private final String queue = "in-" + UUID.randomUUID();
  private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
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
    if (admin.queueExists(queue)) {
      admin.deleteQueue(queue);
    }
  }

  private RabbitActivationSpec spec() {
    return EndpointHarness.spec(broker.uri(), queue);
  }

  private static String[] texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static void awaitTexts(RecordingBean bean, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> new HashSet<>(bean.finished()).size() == count);
  }

  @Test
  void deliversEveryMessageOnceAndAcknowledges() throws Exception {
    RecordingBean bean = new RecordingBean();
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    harness.activateAndAwait(factory, spec());
    admin.publish(queue, texts(0, 200));
    awaitTexts(bean, 200);
    harness.stop();
    assertThat(bean.finished()).hasSize(200);
    assertThat(admin.readyMessages(queue)).isZero();
    assertThat(factory.created()).isPositive().isEqualTo(factory.released());
    assertThat(factory.violations()).isZero();
  }

  @Test
  void failedDeliveryComesAgainAsRedelivered() throws Exception {
    RecordingBean bean = new RecordingBean();
    bean.failNext(1);
    Endpoint endpoint = harness.activateAndAwait(new TestEndpointFactory(bean), spec());
    admin.publish(queue, "order");
    awaitTexts(bean, 1);
    assertThat(bean.began())
        .extracting(RecordingBean.Call::redelivered)
        .containsExactly(false, true);
    await().until(() -> endpoint.deliveries() == 2);
    assertThat(endpoint.failures()).isEqualTo(1);
  }

  @Test
  void failingBeanDoesNotUseUpTheDeliveryLimitInAMoment() throws Exception {
    String limited = queue + "-limited";
    admin.declareQueue(limited, Map.of("x-queue-type", "quorum", "x-delivery-limit", 20));
    RecordingBean bean = new RecordingBean();
    bean.failNext(Integer.MAX_VALUE);
    RabbitActivationSpec spec = EndpointHarness.spec(broker.uri(), limited);
    spec.setMaxSessions(1);
    harness.activateAndAwait(new TestEndpointFactory(bean), spec);
    admin.publish(limited, "order");
    await().until(() -> !bean.began().isEmpty());
    // What the bean needs is away for a second.
    await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    bean.failNext(0);
    awaitTexts(bean, 1);
    assertThat(bean.began()).hasSizeBetween(2, 10);
    harness.stop();
    admin.deleteQueue(limited);
  }

  @Test
  void committedTransactionAcknowledgesAndARollbackRedelivers() throws Exception {
    RecordingBean bean = new RecordingBean();
    bean.failNext(1);
    TestEndpointFactory factory =
        new TestEndpointFactory(bean, com.arjuna.ats.jta.TransactionManager.transactionManager());
    Endpoint endpoint = harness.activateAndAwait(factory, spec());
    admin.publish(queue, "order");
    awaitTexts(bean, 1);
    await().until(() -> endpoint.deliveries() == 2);
    assertThat(bean.began())
        .extracting(RecordingBean.Call::redelivered)
        .containsExactly(false, true);
    assertThat(endpoint.failures()).isEqualTo(1);
    harness.stop();
    assertThat(admin.readyMessages(queue)).isZero();
    assertThat(factory.created()).isEqualTo(factory.released());
  }

  @Test
  void cancelledEndpointResumesWhenQueueIsDeclaredAgain() throws Exception {
    RecordingBean bean = new RecordingBean(20);
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    Endpoint endpoint = harness.activateAndAwait(factory, spec());
    admin.publish(queue, texts(0, 500));
    await().until(() -> bean.began().size() > 20);
    admin.deleteQueue(queue);
    harness.awaitEvents(EndpointState.REACTIVATING, 1);
    harness.awaitEvents(EndpointState.ACTIVATING, 3);
    assertThat(bean.finished()).as("running calls finish").hasSameSizeAs(bean.began());
    int before = bean.began().size();
    assertThat(harness.events().get(harness.events().size() - 1).reason()).contains("NOT_FOUND");

    admin.declareQueue(queue);
    admin.publish(queue, texts(1000, 1050));
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.finished().size() == before + 50);

    Instant lost = harness.eventsTo(EndpointState.REACTIVATING).get(0).time();
    Instant back = harness.eventsTo(EndpointState.ACTIVE).get(1).time();
    assertThat(bean.began())
        .extracting(RecordingBean.Call::began)
        .noneMatch(began -> began.isAfter(lost.plusMillis(50)) && began.isBefore(back));
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).as("one cycle").hasSize(1);
    assertThat(harness.eventsTo(EndpointState.ACTIVE)).hasSize(2);
    assertThat(endpoint.state()).isEqualTo(EndpointState.ACTIVE);
    assertThat(factory.violations()).isZero();
  }

  @Test
  void endpointThatDeclaresBringsItsQueueBack() throws Exception {
    RecordingBean bean = new RecordingBean();
    RabbitActivationSpec spec = spec();
    spec.setDeclare("declare");
    harness.activateAndAwait(new TestEndpointFactory(bean), spec);
    // A generation that lives shorter than the back-off returns after it.
    admin.deleteQueue(queue);
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    admin.publish(queue, "order");
    awaitTexts(bean, 1);
  }

  @Test
  void deliveryAcknowledgementTimeoutIsOneCycle() throws Exception {
    assumeTrue(broker.isAtLeast(4, 3), "RabbitMQ 4.3 cancels consumers that acknowledge too late");
    admin.deleteQueue(queue);
    admin.declareQueue(queue, Map.of("x-queue-type", "quorum", "x-consumer-timeout", 3000));
    RecordingBean bean = new RecordingBean();
    CountDownLatch gate = bean.block();
    RabbitActivationSpec spec = spec();
    spec.setDrainTimeout(1000);
    harness.activateAndAwait(new TestEndpointFactory(bean), spec);
    admin.publish(queue, "slow");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !harness.eventsTo(EndpointState.REACTIVATING).isEmpty());
    gate.countDown();
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    admin.publish(queue, "next");
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.finished().contains("next"));
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).hasSize(1);
  }

  @Test
  void deactivationUnderLoadLosesNothingAndLeavesNothing() throws Exception {
    RecordingBean bean = new RecordingBean(10);
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    Endpoint endpoint = harness.activateAndAwait(factory, spec());
    admin.publish(queue, texts(0, 400));
    await().until(() -> bean.began().size() > 20);
    endpoint.deactivate("undeployed");
    assertThat(endpoint.state()).isEqualTo(EndpointState.INACTIVE);
    int delivered = bean.began().size();
    assertThat(bean.finished()).hasSize(delivered);
    await().untilAsserted(() -> assertThat(admin.readyMessages(queue)).isEqualTo(400 - delivered));
    assertThat(admin.consumers(queue)).isZero();
    assertThat(harness.runtime().openConnections()).isZero();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> admin.connections().stream().noneMatch(c -> c.name().contains(queue)));
    assertThat(bean.began()).as("nothing is delivered afterwards").hasSize(delivered);
    assertThat(factory.created()).isEqualTo(factory.released());
    assertThat(factory.violations()).isZero();
  }

  @Test
  void messagesThatNoBeanHasSeenDoNotCountAsAttempts() throws Exception {
    assumeTrue(broker.isAtLeast(4, 3), "older ones count basic.nack as an attempt too");
    admin.deleteQueue(queue);
    admin.declareQueue(queue, Map.of("x-queue-type", "quorum"));
    RecordingBean bean = new RecordingBean(50);
    RabbitActivationSpec spec = spec();
    spec.setMaxSessions(1);
    Endpoint endpoint = harness.activateAndAwait(new TestEndpointFactory(bean), spec);
    admin.publish(queue, texts(0, 200));
    await().until(() -> bean.began().size() > 2);
    endpoint.deactivate("undeployed");
    await().until(() -> admin.readyMessages(queue) == 200 - bean.began().size());
    for (long i = admin.readyMessages(queue); i > 0 && i > 100; i--) {
      GetResponse response = admin.get(queue).orElseThrow();
      Map<String, Object> headers = response.getProps().getHeaders();
      Object count = headers == null ? null : headers.get("x-delivery-count");
      assertThat(count == null ? 0 : ((Number) count).intValue()).isZero();
    }
  }

  @Test
  void drainTimeoutBoundsABeanThatDoesNotReturnAndItsMessageComesAgain() throws Exception {
    RecordingBean bean = new RecordingBean();
    CountDownLatch gate = bean.block();
    RabbitActivationSpec spec = spec();
    spec.setDrainTimeout(500);
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    Endpoint endpoint = harness.activateAndAwait(factory, spec);
    admin.publish(queue, "stuck");
    await().until(() -> bean.began().size() == 1);
    Instant begin = Instant.now();
    endpoint.deactivate("undeployed");
    assertThat(Duration.between(begin, Instant.now()))
        .isBetween(Duration.ofMillis(450), Duration.ofSeconds(4));
    assertThat(endpoint.state()).isEqualTo(EndpointState.INACTIVE);
    await().until(() -> admin.readyMessages(queue) == 1);
    assertThat(factory.released()).as("the bean is still in use").isZero();
    gate.countDown();
    await().until(() -> factory.released() == 1);
    assertThat(factory.violations()).isZero();
    assertThat(harness.eventsTo(EndpointState.INACTIVE)).hasSize(1);

    harness.activateAndAwait(factory, spec());
    await().until(() -> bean.began().size() == 2);
    assertThat(bean.began().get(1).redelivered()).isTrue();
  }

  @Test
  void messagesWaitWhileTheContainerHasNoBean() throws Exception {
    RecordingBean bean = new RecordingBean();
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    factory.unavailable(true);
    harness.activateAndAwait(factory, spec());
    admin.publish(queue, texts(0, 5));
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(6))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> admin.readyMessages(queue) == 0 && bean.began().isEmpty());
    assertThat(admin.unackedMessages(queue)).isEqualTo(5);
    factory.unavailable(false);
    awaitTexts(bean, 5);
    assertThat(bean.began()).noneMatch(RecordingBean.Call::redelivered);
  }

  @Test
  void everyThreadIsTheContainersAndNoneIsLeft() throws Exception {
    RecordingBean bean = new RecordingBean(5);
    harness.activateAndAwait(new TestEndpointFactory(bean), spec());
    admin.publish(queue, texts(0, 50));
    awaitTexts(bean, 50);
    Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
    now.removeAll(threadsBefore);
    now.removeIf(
        thread ->
            thread.getName().startsWith("awaitility")
                || thread.getName().startsWith("process reaper"));
    assertThat(now)
        .extracting(Thread::getName)
        .allMatch(
            name ->
                name.startsWith(TestContainer.LONG_THREAD)
                    || name.startsWith(TestContainer.SHORT_THREAD)
                    || name.equals("test"), // IronJacamar's Timer has the name of its context
            "made by the container");
    assertThat(bean.began())
        .allMatch(call -> call.thread().getName().startsWith(TestContainer.LONG_THREAD));
    harness.stop();
    await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              assertThat(harness.container().runningLongWorks()).isZero();
              assertThat(harness.container().queuedLongWorks()).isZero();
            });
  }

  @Test
  void manyEndpointsShareFewWorkers() throws Exception {
    harness.close();
    harness = new EndpointHarness(4);
    RecordingBean bean = new RecordingBean(1);
    List<String> queues = IntStream.range(0, 30).mapToObj(i -> queue + "-" + i).toList();
    for (String name : queues) {
      admin.declareQueue(name);
      harness.activate(new TestEndpointFactory(bean), EndpointHarness.spec(broker.uri(), name));
    }
    for (String name : queues) {
      admin.publish(name, name + "a", name + "b", name + "c", name + "d");
    }
    awaitTexts(bean, 120);
    harness.stop();
    queues.forEach(admin::deleteQueue);
    assertThat(bean.finished()).hasSize(120);
  }
}
