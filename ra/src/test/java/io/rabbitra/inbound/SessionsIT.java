package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches of acknowledgements, and sessions that come and go with the load. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class SessionsIT {

  private static final int NEVER_MS = 600_000;

  private final String queue = "sessions-" + UUID.randomUUID();
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
            new Elasticity.Pace(Duration.ofMillis(50), 2, 20, 1000), Duration.ofMillis(300)));
  }

  @AfterEach
  void stop() {
    harness.close();
    if (admin.queueExists(queue)) {
      admin.deleteQueue(queue);
    }
  }

  private static String[] texts(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private RabbitActivationSpec dupsOk(String uri, int batch, int interval) {
    RabbitActivationSpec spec = EndpointHarness.spec(uri, queue);
    spec.setMaxSessions(1);
    spec.setAcknowledgeMode("Dups-ok-acknowledge");
    spec.setAckBatchSize(batch);
    spec.setAckInterval(interval);
    return spec;
  }

  private RabbitActivationSpec elastic(int min, int max, int prefetch) {
    RabbitActivationSpec spec = EndpointHarness.spec(broker.uri(), queue);
    spec.setMinSessions(min);
    spec.setMaxSessions(max);
    spec.setPrefetch(prefetch);
    return spec;
  }

  private static long acks(FaultProxy proxy) {
    return proxy.methodsSent().stream().filter("basic.ack"::equals).count();
  }

  private void awaitFinished(RecordingBean bean, int count) {
    await().atMost(Duration.ofSeconds(30)).until(() -> bean.finished().size() >= count);
  }

  private void awaitNothingUnacked() {
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.unackedMessages(queue) == 0);
  }

  @Test
  void dupsOkAcknowledgesManyTogetherAndTheLastWhenThereIsNothingMore() throws Exception {
    admin.publish(queue, texts(101));
    RecordingBean bean = new RecordingBean(2);
    try (FaultProxy proxy = new FaultProxy(broker)) {
      harness.activateAndAwait(new TestEndpointFactory(bean), dupsOk(proxy.uri(), 10, NEVER_MS));
      awaitFinished(bean, 101);
      awaitNothingUnacked();
      assertThat(acks(proxy)).isBetween(2L, 50L);
    }
    assertThat(admin.readyMessages(queue)).isZero();
    assertThat(bean.finished()).hasSize(101);
  }

  @Test
  void batchThatThePrefetchCountCannotFillIsClampedToIt() throws Exception {
    RecordingBean bean = new RecordingBean(5);
    RabbitActivationSpec spec = dupsOk(broker.uri(), 1000, NEVER_MS);
    spec.setPrefetch(4);
    admin.publish(queue, texts(40));
    harness.activateAndAwait(new TestEndpointFactory(bean), spec);
    awaitFinished(bean, 40);
    awaitNothingUnacked();
  }

  @Test
  void dupsOkAcknowledgesAfterTheIntervalAlthoughTheBeanIsBusyWithTheNext() throws Exception {
    RecordingBean bean = new RecordingBean(100);
    admin.publish(queue, texts(2));
    harness.activateAndAwait(new TestEndpointFactory(bean), dupsOk(broker.uri(), 10, 500));
    awaitFinished(bean, 1);
    CountDownLatch gate = bean.block();
    admin.publish(queue, "stuck", "behind");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> bean.began().size() == 3 && admin.unackedMessages(queue) == 2);
    gate.countDown();
    awaitNothingUnacked();
  }

  @Test
  void failedMessageOfABatchComesAgainAndNoOther() throws Exception {
    admin.publish(queue, texts(30));
    RecordingBean bean = new RecordingBean(1);
    bean.failNext(2);
    harness.activateAndAwait(new TestEndpointFactory(bean), dupsOk(broker.uri(), 10, NEVER_MS));
    awaitFinished(bean, 30);
    awaitNothingUnacked();
    assertThat(admin.readyMessages(queue)).isZero();
    assertThat(bean.finished()).hasSize(30).doesNotHaveDuplicates();
    assertThat(bean.began()).hasSize(32);
  }

  @Test
  void deactivationAcknowledgesTheBatch() throws Exception {
    admin.publish(queue, texts(40));
    RecordingBean bean = new RecordingBean(20);
    Endpoint endpoint =
        harness.activateAndAwait(new TestEndpointFactory(bean), dupsOk(broker.uri(), 50, NEVER_MS));
    awaitFinished(bean, 5);
    endpoint.deactivate("undeployed");
    await().until(() -> admin.readyMessages(queue) == 40 - bean.finished().size());
    assertThat(bean.finished()).hasSizeLessThan(40);
  }

  @Test
  void transactedDeliveriesAreAcknowledgedOneByOne() throws Exception {
    admin.publish(queue, texts(20));
    RecordingBean bean = new RecordingBean();
    try (FaultProxy proxy = new FaultProxy(broker)) {
      harness.activateAndAwait(
          new TestEndpointFactory(bean, com.arjuna.ats.jta.TransactionManager.transactionManager()),
          dupsOk(proxy.uri(), 10, NEVER_MS));
      awaitFinished(bean, 20);
      awaitNothingUnacked();
      assertThat(acks(proxy)).isEqualTo(20);
    }
  }

  @Test
  void sessionsGrowWithTheLoadShareWhatTheFirstHoldsAndGoAgain() throws Exception {
    RecordingBean bean = new RecordingBean(100);
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    Endpoint endpoint = harness.activateAndAwait(factory, elastic(1, 4, 50));
    assertThat(endpoint.sessions()).isEqualTo(1);
    // As many as the first session may hold: the queue has none left for the others.
    admin.publish(queue, texts(50));
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> endpoint.sessions() == 4 && endpoint.busySessions() == 4);
    awaitFinished(bean, 50);
    awaitNothingUnacked();
    assertThat(bean.finished()).doesNotHaveDuplicates();
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.consumers(queue) == 1);
    assertThat(endpoint.sessions()).isEqualTo(1);
    admin.publish(queue, "again");
    awaitFinished(bean, 51);
    harness.stop();
    assertThat(factory.created()).isEqualTo(factory.released());
    assertThat(factory.violations()).isZero();
    assertThat(bean.began()).noneMatch(RecordingBean.Call::redelivered);
  }

  @Test
  void messagesOfASingleActiveConsumerAreNotShared() throws Exception {
    admin.deleteQueue(queue);
    RabbitActivationSpec spec = elastic(1, 4, 50);
    spec.setDeclare("declare");
    spec.setQueueArguments("x-single-active-consumer=true");
    RecordingBean bean = new RecordingBean(20);
    Endpoint endpoint = harness.activateAndAwait(new TestEndpointFactory(bean), spec);
    admin.publish(queue, texts(60));
    awaitFinished(bean, 60);
    assertThat(bean.finished()).containsExactly(texts(60));
    assertThat(endpoint.sessions()).isEqualTo(1);
  }

  @Test
  void endpointThatFailsAfterItsActivationTriesAgain() throws Exception {
    harness.reactions(
        new Reactions(new Elasticity.Pace(null, 2, 20, 1000), Duration.ofMillis(300)));
    Endpoint endpoint =
        harness.activate(new TestEndpointFactory(new RecordingBean()), elastic(1, 2, 50));
    harness.awaitEvents(EndpointState.REACTIVATING, 2);
    endpoint.deactivate("undeployed");
    assertThat(endpoint.state()).isEqualTo(EndpointState.INACTIVE);
    assertThat(admin.consumers(queue)).isZero();
  }

  @Test
  void sessionsGrowWhereThePrefetchCountKeepsMessagesInTheQueue() throws Exception {
    RecordingBean bean = new RecordingBean(50);
    Endpoint endpoint = harness.activateAndAwait(new TestEndpointFactory(bean), elastic(2, 3, 1));
    admin.publish(queue, texts(60));
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.consumers(queue) == 3);
    assertThat(endpoint.sessions()).isEqualTo(3);
    awaitFinished(bean, 60);
  }

  @Test
  void sharedDeliveriesThatFailComeAgainAndAreNotLostInABatch() throws Exception {
    RecordingBean bean = new RecordingBean(20);
    bean.failNext(5);
    RabbitActivationSpec spec = elastic(1, 4, 100);
    spec.setAcknowledgeMode("Dups-ok-acknowledge");
    spec.setAckBatchSize(10);
    spec.setAckInterval(NEVER_MS);
    harness.activateAndAwait(new TestEndpointFactory(bean), spec);
    admin.publish(queue, texts(100));
    awaitFinished(bean, 100);
    awaitNothingUnacked();
    assertThat(admin.readyMessages(queue)).isZero();
    assertThat(bean.finished()).doesNotHaveDuplicates();
  }

  @Test
  void sessionThatTheBrokerRefusesDoesNotCostTheOthers() throws Exception {
    String user = "user-" + UUID.randomUUID();
    admin.addUser(user, "secret");
    admin.setPermissions("/", user, ".*", ".*", ".*");
    RabbitActivationSpec spec = elastic(1, 4, 50);
    spec.setUserName(user);
    spec.setPassword("secret");
    RecordingBean bean = new RecordingBean(30);
    Endpoint endpoint = harness.activateAndAwait(new TestEndpointFactory(bean), spec);
    admin.setPermissions("/", user, "", "", "");
    admin.publish(queue, texts(50));
    awaitFinished(bean, 50);
    assertThat(endpoint.sessions()).isEqualTo(1);
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).isEmpty();
    harness.stop();
    admin.deleteUser(user);
  }

  @Test
  void lostEndpointBeginsWithItsLeastSessionsAgain() throws Exception {
    RecordingBean bean = new RecordingBean(20);
    Endpoint endpoint = harness.activateAndAwait(new TestEndpointFactory(bean), elastic(1, 8, 5));
    admin.publish(queue, texts(500));
    await().atMost(Duration.ofSeconds(20)).until(() -> endpoint.sessions() > 1);
    admin.deleteQueue(queue);
    harness.awaitEvents(EndpointState.REACTIVATING, 1);
    admin.declareQueue(queue);
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.consumers(queue) == 1);
    assertThat(endpoint.sessions()).isEqualTo(1);
    int before = bean.finished().size();
    admin.publish(queue, "again");
    awaitFinished(bean, before + 1);
  }

  @Test
  void whatWaitsBehindABeanThatDoesNotReturnGoesToOtherSessions() throws Exception {
    RecordingBean bean = new RecordingBean();
    CountDownLatch gate = bean.block();
    RabbitActivationSpec spec = EndpointHarness.spec(broker.uri(), queue);
    spec.setDrainTimeout(200);
    spec.setMaxSessions(2);
    harness.activateAndAwait(new TestEndpointFactory(bean), spec);
    admin.publish(queue, "stuck");
    await().until(() -> bean.began().size() == 1);
    bean.open();
    admin.publish(queue, texts(20));
    awaitFinished(bean, 20);
    assertThat(bean.finished()).doesNotContain("stuck");
    admin.publish(queue, "a", "b", "c", "d");
    awaitFinished(bean, 24);
    gate.countDown();
    awaitFinished(bean, 25);
    awaitNothingUnacked();
    assertThat(bean.began()).hasSize(25);
  }
}
