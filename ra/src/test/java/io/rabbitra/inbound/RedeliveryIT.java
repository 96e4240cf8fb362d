package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.DoNotRedeliverException;
import io.rabbitra.RequeueNowException;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of failed messages while the broker is well. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class RedeliveryIT {

  private final String queue = "redelivery-" + UUID.randomUUID();
  private final String dead = queue + "-dead";
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
    admin.deleteQueue(queue);
    admin.deleteQueue(dead);
  }

  private void declare(String type) {
    admin.declareQueue(queue, Map.of("x-queue-type", type));
    admin.declareQueue(dead);
  }

  private RabbitActivationSpec spec(int maxRedeliveries) {
    RabbitActivationSpec spec = EndpointHarness.spec(broker.uri(), queue);
    spec.setMaxRedeliveries(maxRedeliveries);
    spec.setDeadLetterQueue(dead);
    return spec;
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
  }

  private Endpoint activate(FailingBean bean, RabbitActivationSpec spec) throws Exception {
    return harness.activateAndAwait(new TestEndpointFactory(bean), spec);
  }

  private GetResponse awaitDead() {
    Optional<GetResponse> found = patiently().until(() -> admin.get(dead), Optional::isPresent);
    return found.get();
  }

  private static String header(GetResponse message, String name) {
    Object value = message.getProps().getHeaders().get(name);
    return value == null ? null : value.toString();
  }

  private static void awaitOpen(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitEmpty() {
    harness.stop();
    assertThat(admin.readyMessages(queue)).as("nothing is left in the queue").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void messageIsDeliveredOnceMoreThanItMayBeRedeliveredAndThenDeadLettered(String type)
      throws Exception {
    declare(type);
    admin.declareExchange(queue + "-x", BuiltinExchangeType.TOPIC);
    admin.bindQueue(queue, queue + "-x", "order.*");
    FailingBean bean = FailingBean.always();
    Endpoint endpoint = activate(bean, spec(3));
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType("text/plain")
            .deliveryMode(2)
            .messageId("m1")
            .priority(7)
            .headers(Map.of("color", "red", "CC", List.of(dead + "-cc")))
            .build();
    admin.publish(queue + "-x", "order.new", properties, "grüße");
    GetResponse found = awaitDead();
    assertThat(bean.counts()).containsExactly(1, 2, 3, 4);
    assertThat(bean.seen())
        .extracting(FailingBean.Seen::redelivered)
        .containsExactly(false, true, true, true);
    assertThat(bean.seen())
        .extracting(FailingBean.Seen::destination)
        .hasSize(4)
        .containsOnly(bean.seen().get(0).destination());
    assertThat(bean.seen().get(0).destination()).contains("order.new");
    assertThat(bean.seen())
        .allMatch(
            seen ->
                Set.copyOf(seen.properties()).equals(Set.copyOf(bean.seen().get(0).properties())));
    assertThat(bean.seen())
        .flatExtracting(FailingBean.Seen::properties)
        .noneMatch(name -> name.startsWith("rabbitra-"));
    assertThat(new String(found.getBody(), StandardCharsets.UTF_8)).isEqualTo("grüße");
    assertThat(found.getProps().getMessageId()).isEqualTo("m1");
    assertThat(found.getProps().getDeliveryMode()).isEqualTo(2);
    assertThat(found.getProps().getPriority()).isEqualTo(7);
    assertThat(header(found, "color")).isEqualTo("red");
    assertThat(header(found, "x-original-queue")).isEqualTo(queue);
    assertThat(header(found, "x-original-exchange")).isEqualTo(queue + "-x");
    assertThat(header(found, "x-original-routing-key")).isEqualTo("order.new");
    assertThat(header(found, "x-exception-class")).isEqualTo("java.lang.IllegalStateException");
    assertThat(header(found, "x-exception-message")).isEqualTo("the bean fails");
    assertThat(header(found, "x-failed-deliveries")).isEqualTo("4");
    assertThat(found.getProps().getHeaders().keySet())
        .noneMatch(name -> name.startsWith("rabbitra-"));
    patiently().until(() -> endpoint.deadLettered() == 1);
    assertThat(endpoint.redelivered()).isEqualTo(3);
    assertThat(endpoint.failures()).isEqualTo(4);
    awaitEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void countGoesOnAfterARestartOfTheAdapter(String type) throws Exception {
    declare(type);
    FailingBean before = FailingBean.always();
    RabbitActivationSpec spec = spec(3);
    spec.setRedeliveryDelay(500);
    Endpoint endpoint = activate(before, spec);
    admin.publish(queue, "order");
    patiently().until(() -> endpoint.redelivered() == 2);
    harness.close();
    harness = new EndpointHarness();
    FailingBean after = FailingBean.always();
    activate(after, spec);
    assertThat(header(awaitDead(), "x-failed-deliveries")).isEqualTo("4");
    assertThat(before.counts()).containsExactly(1, 2);
    assertThat(after.counts()).containsExactly(3, 4);
    awaitEmpty();
  }

  @Test
  void whatWasOnlyBufferedWhenAConnectionBrokeIsNotCounted() throws Exception {
    assumeTrue(broker.supportsFaults(), "rabbitmqctl");
    declare("quorum");
    CountDownLatch gate = new CountDownLatch(1);
    FailingBean bean =
        new FailingBean(
            seen -> {
              awaitOpen(gate);
              return new IllegalStateException("the bean fails");
            });
    RabbitActivationSpec spec = spec(1);
    spec.setMaxSessions(1);
    activate(bean, spec);
    admin.publish(queue, "a", "b", "c");
    patiently().until(() -> bean.seen().size() == 1 && admin.readyMessages(queue) == 0);
    admin.closeAllConnections();
    harness.awaitEvents(EndpointState.REACTIVATING, 1);
    gate.countDown();
    for (int i = 0; i < 3; i++) {
      assertThat(header(awaitDead(), "x-failed-deliveries")).isEqualTo("2");
    }
    assertThat(bean.seen()).filteredOn(seen -> seen.text().equals("c")).hasSize(2);
    awaitEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void delayHoldsNeitherMessageNorSession(String type) throws Exception {
    declare(type);
    FailingBean bean =
        new FailingBean(
            seen ->
                seen.count() == 1 && seen.text().equals("later")
                    ? new IllegalStateException("not yet")
                    : null);
    RabbitActivationSpec spec = spec(-1);
    spec.setMaxRedeliveries(null);
    spec.setMaxSessions(1);
    spec.setPrefetch(1);
    spec.setRedeliveryDelay(6000);
    Endpoint endpoint = activate(bean, spec);
    admin.publish(queue, "later", "next");
    patiently().until(() -> endpoint.redelivered() == 1 && bean.seen().size() == 2);
    assertThat(endpoint.busySessions()).isZero();
    if (broker.supportsFaults()) {
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(admin.unackedMessages(queue)).isZero());
    }
    assertThat(admin.readyMessages(queue)).isZero();
    assertThat(bean.seen()).hasSize(2);
    patiently().until(() -> bean.seen().size() == 3);
    FailingBean.Seen last = bean.seen().get(2);
    assertThat(last.text()).isEqualTo("later");
    assertThat(last.count()).isEqualTo(2);
    assertThat(last.redelivered()).isTrue();
    assertThat(last.destination()).isEqualTo(bean.seen().get(0).destination());
    assertThat(last.properties()).isEqualTo(bean.seen().get(0).properties());
    assertThat(Duration.between(bean.seen().get(0).time(), last.time()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(5900));
    awaitEmpty();
  }

  @Test
  void exchangeGetsDeadLettersWithTheirRoutingKey() throws Exception {
    declare("classic");
    String exchange = queue + "-dlx";
    admin.declareExchange(exchange, BuiltinExchangeType.TOPIC);
    admin.bindQueue(dead, exchange, queue);
    RabbitActivationSpec spec = spec(0);
    spec.setDeadLetterQueue(null);
    spec.setDeadLetterExchange(exchange);
    FailingBean bean = FailingBean.always();
    activate(bean, spec);
    admin.publish(queue, "order");
    GetResponse found = awaitDead();
    assertThat(found.getEnvelope().getExchange()).isEqualTo(exchange);
    assertThat(found.getEnvelope().getRoutingKey()).isEqualTo(queue);
    assertThat(bean.seen()).hasSize(1);
    awaitEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void missingDeadLetterTargetKeepsTheMessageUntilItIsThere(boolean toExchange) throws Exception {
    declare("classic");
    admin.deleteQueue(dead);
    String exchange = queue + "-dlx";
    RabbitActivationSpec spec = spec(0);
    if (toExchange) {
      spec.setDeadLetterQueue(null);
      spec.setDeadLetterExchange(exchange);
    }
    FailingBean bean = FailingBean.always();
    Endpoint endpoint = activate(bean, spec);
    admin.publish(queue, "a", "b", "c");
    patiently().until(() -> bean.seen().size() == 3);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .until(() -> endpoint.deadLettered() == 0 && bean.seen().size() == 3);
    admin.declareQueue(dead);
    if (toExchange) {
      admin.declareExchange(exchange, BuiltinExchangeType.FANOUT);
      admin.bindQueue(dead, exchange, "");
    }
    patiently().until(() -> admin.readyMessages(dead) == 3);
    patiently().until(() -> endpoint.deadLettered() == 3);
    assertThat(bean.seen()).hasSize(3);
    awaitEmpty();
    assertThat(admin.readyMessages(dead)).isEqualTo(3);
  }

  @Test
  void messageWithoutADeadLetterQueueGoesBackWhenTheEndpointEnds() throws Exception {
    declare("classic");
    admin.deleteQueue(dead);
    FailingBean bean = FailingBean.always();
    RabbitActivationSpec spec = spec(0);
    spec.setDrainTimeout(60_000);
    Endpoint endpoint = activate(bean, spec);
    admin.publish(queue, "order");
    patiently().until(() -> bean.seen().size() == 1);
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(5))
        .until(() -> endpoint.deadLettered() == 0);
    Instant begin = Instant.now();
    harness.stop();
    assertThat(Duration.between(begin, Instant.now()))
        .as("it does not wait for the broker to change its mind")
        .isLessThan(Duration.ofSeconds(20));
    assertThat(admin.readyMessages(queue)).isEqualTo(1);
    assertThat(harness.runtime().openConnections()).isZero();
  }

  @Test
  void messageThatNoQueueTakesDoesNotPassForAnother() throws Exception {
    declare("classic");
    String source = queue + "-x";
    String exchange = queue + "-dlx";
    admin.declareExchange(source, BuiltinExchangeType.FANOUT);
    admin.declareExchange(exchange, BuiltinExchangeType.DIRECT);
    admin.bindQueue(queue, source, "");
    admin.bindQueue(dead, exchange, "known");
    CountDownLatch gate = new CountDownLatch(1);
    FailingBean bean =
        new FailingBean(
            seen -> {
              awaitOpen(gate);
              return new DoNotRedeliverException("never");
            });
    RabbitActivationSpec spec = spec(0);
    spec.setDeadLetterQueue(null);
    spec.setDeadLetterExchange(exchange);
    Endpoint endpoint = activate(bean, spec);
    for (int i = 0; i < 10; i++) {
      admin.publish(source, "known", MessageProperties.PERSISTENT_TEXT_PLAIN, "known " + i);
      if (i % 3 == 0) {
        admin.publish(source, "other", MessageProperties.PERSISTENT_TEXT_PLAIN, "other " + i);
      }
    }
    gate.countDown();
    patiently().until(() -> bean.seen().size() == 14 && admin.readyMessages(dead) == 10);
    patiently().until(() -> endpoint.deadLettered() == 10);
    harness.stop();
    assertThat(admin.readyMessages(queue)).isEqualTo(4);
    assertThat(admin.readyMessages(dead)).isEqualTo(10);
    for (int i = 0; i < 4; i++) {
      assertThat(new String(admin.get(queue).orElseThrow().getBody(), StandardCharsets.UTF_8))
          .startsWith("other");
    }
  }

  @Test
  void endpointThatDeclaresItsQueueDeclaresItsDeadLetterQueue() throws Exception {
    RabbitActivationSpec spec = spec(0);
    spec.setDeclare("declare");
    activate(FailingBean.always(), spec);
    admin.publish(queue, "order");
    patiently().until(() -> admin.queueExists(dead) && admin.readyMessages(dead) == 1);
    awaitEmpty();
  }

  @Test
  void withoutATargetTheQueuesOwnDeadLetterExchangeGetsTheMessage() throws Exception {
    admin.declareQueue(dead);
    admin.declareQueue(
        queue, Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
    RabbitActivationSpec spec = spec(1);
    spec.setDeadLetterQueue(null);
    FailingBean bean = FailingBean.always();
    Endpoint endpoint = activate(bean, spec);
    admin.publish(queue, "order");
    assertThat(header(awaitDead(), "x-first-death-reason")).isEqualTo("rejected");
    assertThat(bean.counts()).containsExactly(1, 2);
    assertThat(endpoint.deadLettered()).isEqualTo(1);
  }

  @Test
  void doNotRedeliverIsDeadLetteredAtOnceAlsoWithoutALimit() throws Exception {
    declare("quorum");
    RabbitActivationSpec spec = spec(0);
    spec.setMaxRedeliveries(null);
    FailingBean bean =
        FailingBean.always(
            new IllegalStateException("container", new DoNotRedeliverException("never")));
    activate(bean, spec);
    admin.publish(queue, "order");
    GetResponse found = awaitDead();
    assertThat(header(found, "x-exception-cause"))
        .isEqualTo("io.rabbitra.DoNotRedeliverException: never");
    assertThat(bean.seen()).hasSize(1);
    awaitEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void requeueNowIsNeitherCountedNorDelayed(String type) throws Exception {
    declare(type);
    RabbitActivationSpec spec = spec(0);
    spec.setRedeliveryDelay(60_000);
    FailingBean bean = FailingBean.always(new RequeueNowException("somebody else"));
    activate(bean, spec);
    admin.publish(queue, "order");
    // With a pause after each it would take minutes.
    patiently().until(() -> bean.seen().size() > 12);
    bean.recover();
    int[] last = {-1};
    patiently()
        .until(
            () -> {
              boolean same = last[0] == bean.seen().size();
              last[0] = bean.seen().size();
              return same;
            });
    awaitEmpty();
    assertThat(admin.readyMessages(dead)).isZero();
  }

  @Test
  void rolledBackTransactionsCountAsWell() throws Exception {
    declare("quorum");
    FailingBean bean = FailingBean.always();
    TestEndpointFactory factory =
        new TestEndpointFactory(bean, com.arjuna.ats.jta.TransactionManager.transactionManager());
    Endpoint endpoint = harness.activateAndAwait(factory, spec(2));
    admin.publish(queue, "order");
    GetResponse found = awaitDead();
    assertThat(bean.counts()).containsExactly(1, 2, 3);
    assertThat(header(found, "x-exception-message")).isEqualTo("the bean fails");
    patiently().until(() -> endpoint.failures() == 3 && endpoint.deadLettered() == 1);
    assertThat(endpoint.redelivered()).isEqualTo(2);
    assertThat(factory.violations()).isZero();
    awaitEmpty();
  }

  @Test
  void messageOfAnotherUserIsNotPublishedAgainButCountedWhereTheBrokerDoes() throws Exception {
    assumeTrue(broker.supportsFaults(), "rabbitmqctl");
    declare("quorum");
    String user = "user-" + UUID.randomUUID();
    admin.addUser(user, "secret");
    RabbitActivationSpec spec = spec(2);
    spec.setUserName(user);
    spec.setPassword("secret");
    FailingBean bean = FailingBean.always();
    activate(bean, spec);
    AMQP.BasicProperties properties =
        MessageProperties.PERSISTENT_TEXT_PLAIN.builder().userId("guest").build();
    admin.publish("", queue, properties, "order");
    GetResponse found = awaitDead();
    assertThat(bean.counts()).containsExactly(1, 2, 3);
    assertThat(found.getProps().getUserId()).isNull();
    assertThat(header(found, "x-original-user-id")).isEqualTo("guest");
    awaitEmpty();
    admin.deleteUser(user);
  }

  @Test
  void userWhoMayNotPublishHasItsMessagesRequeued() throws Exception {
    assumeTrue(broker.supportsFaults(), "rabbitmqctl");
    declare("classic");
    String user = "user-" + UUID.randomUUID();
    admin.addUser(user, "secret");
    admin.setPermissions("/", user, "^$", "^$", ".*");
    RabbitActivationSpec spec = spec(100);
    spec.setUserName(user);
    spec.setPassword("secret");
    FailingBean bean = FailingBean.always();
    activate(bean, spec);
    admin.publish(queue, "order");
    patiently().until(() -> bean.seen().size() >= 2);
    bean.recover();
    int before = bean.seen().size();
    patiently().until(() -> bean.seen().size() > before);
    awaitEmpty();
    admin.deleteUser(user);
  }

  @Test
  void copiesThatAreRefusedToTheUserAreCountedAsTheBrokerDoes() throws Exception {
    assumeTrue(broker.supportsFaults(), "rabbitmqctl");
    admin.declareQueue(dead);
    admin.declareQueue(
        queue,
        Map.of(
            "x-queue-type",
            "quorum",
            "x-dead-letter-exchange",
            "",
            "x-dead-letter-routing-key",
            dead));
    String user = "user-" + UUID.randomUUID();
    admin.addUser(user, "secret");
    admin.setPermissions("/", user, "^$", "^$", ".*");
    RabbitActivationSpec spec = spec(3);
    spec.setUserName(user);
    spec.setPassword("secret");
    spec.setDeadLetterQueue(null);
    FailingBean bean = FailingBean.always();
    activate(bean, spec);
    admin.publish(queue, "order");
    assertThat(header(awaitDead(), "x-first-death-reason")).isEqualTo("rejected");
    assertThat(bean.seen()).hasSize(4);
    awaitEmpty();
    admin.deleteUser(user);
  }

  @Test
  void messageThatWouldOutliveItsTimeIsNotDelayed() throws Exception {
    admin.declareQueue(dead);
    admin.declareQueue(
        queue, Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
    RabbitActivationSpec spec = spec(100);
    spec.setRedeliveryDelay(10_000);
    FailingBean bean = FailingBean.always();
    activate(bean, spec);
    AMQP.BasicProperties properties =
        MessageProperties.PERSISTENT_TEXT_PLAIN.builder().expiration("9000").build();
    admin.publish("", queue, properties, "order");
    assertThat(header(awaitDead(), "x-first-death-queue")).isEqualTo(queue);
    assertThat(bean.seen()).hasSize(1);
    awaitEmpty();
  }

  @Test
  void manyFailedMessagesWithoutIdsAreAllThereInTheEnd() throws Exception {
    declare("quorum");
    RabbitActivationSpec spec = spec(1);
    spec.setRedeliveryDelay(1);
    FailingBean bean = FailingBean.always();
    Endpoint endpoint = activate(bean, spec);
    String[] texts = new String[300];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "m" + i;
    }
    admin.publish(queue, texts);
    patiently().until(() -> admin.readyMessages(dead) == 300);
    assertThat(bean.seen()).hasSize(600);
    patiently().until(() -> endpoint.deadLettered() == 300);
    assertThat(endpoint.redelivered()).isEqualTo(300);
    awaitEmpty();
  }
}
