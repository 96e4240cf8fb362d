package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.ConsumerInfo;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.work.LogRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What endpoints declare, bind and miss, and how their consumers look. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class EndpointQueueIT {

  private final String name = "source-" + UUID.randomUUID();
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
    harness = new EndpointHarness();
  }

  @AfterEach
  void stop() {
    harness.close();
    admin.deleteQueue(name);
    admin.deleteExchange(name);
  }

  private SourceSpec spec() {
    return SourceSpec.queue(broker.uri(), queue);
  }

  private void awaitText(String text) {
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.finished().contains(text));
  }

  private void publishTo(String exchange, String key, String text) {
    admin.publish(exchange, key, MessageProperties.PERSISTENT_TEXT_PLAIN, text);
  }

  private String lastReason() {
    List<EndpointEvent> events = harness.events();
    return events.get(events.size() - 1).reason();
  }

  @Test
  void declaresTheQueueWithItsArgumentsAndBindings() throws Exception {
    admin.declareExchange(name, BuiltinExchangeType.TOPIC);
    queue.setDeclare("declare");
    queue.setArguments("x-queue-type=quorum,x-max-length=7");
    harness.activateAndAwait(factory, spec().bind(name, "a.*").bind(name, "b"));
    publishTo(name, "a.1", "first");
    publishTo(name, "b", "second");
    awaitText("first");
    awaitText("second");
    // Refused were it not the same declaration.
    admin.declareQueue(name, Map.of("x-queue-type", "quorum", "x-max-length", 7));
  }

  @Test
  void exchangeOfABindingThatDoesNotExistIsNamedAndWaitedFor() throws Exception {
    queue.setDeclare("declare");
    harness.activate(factory, spec().bind(name, "key"));
    harness.awaitEvents(EndpointState.ACTIVATING, 2);
    assertThat(lastReason()).contains("NOT_FOUND").contains("no exchange '" + name + "'");
    admin.declareExchange(name, BuiltinExchangeType.DIRECT);
    harness.awaitEvents(EndpointState.ACTIVE, 1);
    publishTo(name, "key", "bound");
    awaitText("bound");
  }

  @Test
  void missingQueueIsWaitedFor() throws Exception {
    harness.activate(factory, spec().missing(MissingQueue.WAIT));
    harness.awaitEvents(EndpointState.ACTIVATING, 2);
    assertThat(lastReason()).contains("NOT_FOUND").contains(name);
    assertThat(admin.queueExists(name)).isFalse();
    admin.declareQueue(name);
    harness.awaitEvents(EndpointState.ACTIVE, 1);
  }

  @Test
  void missingQueueIsDeclaredAlsoWhenItIsDeletedLater() throws Exception {
    admin.declareExchange(name, BuiltinExchangeType.DIRECT);
    queue.setArguments("x-max-priority=3");
    SourceSpec spec = spec().missing(MissingQueue.DECLARE).bind(name, "key");
    Endpoint endpoint = harness.activateAndAwait(factory, spec);
    publishTo(name, "key", "first");
    awaitText("first");
    admin.deleteQueue(name);
    harness.awaitEvents(EndpointState.ACTIVE, 2);
    publishTo(name, "key", "second");
    awaitText("second");
    admin.declareQueue(name, Map.of("x-max-priority", 3));
    assertThat(endpoint.state()).isEqualTo(EndpointState.ACTIVE);
  }

  @Test
  void passivelyMissedQueueIsDeclaredToo() throws Exception {
    queue.setDeclare("passive");
    harness.activateAndAwait(factory, spec().missing(MissingQueue.DECLARE));
    admin.publish(name, "order");
    awaitText("order");
  }

  @Test
  void queueThatExistsIsNeitherDeclaredNorBound() throws Exception {
    admin.declareQueue(name);
    queue.setArguments("x-max-priority=3");
    try (LogRecorder log = new LogRecorder(io.rabbitra.topology.QueueDeclarations.class)) {
      harness.activateAndAwait(
          factory, spec().missing(MissingQueue.DECLARE).bind("no-such-" + name, "key"));
      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void endpointGivesUpOnAMissingQueueUntilTheServerActivatesItAgain() throws Exception {
    Endpoint endpoint;
    try (LogRecorder log = new LogRecorder(Endpoint.class)) {
      endpoint = harness.activate(factory, spec().missing(MissingQueue.FAIL));
      harness.awaitEvents(EndpointState.INACTIVE, 1);
      assertThat(lastReason()).contains("gave up").contains("no queue '" + name + "'");
      await()
          .untilAsserted(
              () ->
                  assertThat(log.messages())
                      .filteredOn(line -> !line.startsWith("INFO"))
                      .singleElement()
                      .asString()
                      .startsWith("SEVERE"));
    }
    assertThat(harness.runtime().openConnections()).isZero();
    admin.declareQueue(name);
    int events = harness.events().size();
    await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    assertThat(endpoint.state()).as("no more attempts").isEqualTo(EndpointState.INACTIVE);
    endpoint.deactivate("undeployed");
    assertThat(harness.events()).hasSize(events);
    assertThat(factory.created()).isEqualTo(factory.released());

    endpoint.activate();
    EndpointHarness.awaitState(endpoint, EndpointState.ACTIVE);
    admin.publish(name, "order");
    awaitText("order");
  }

  @Test
  void endpointGivesUpWhenItsQueueIsDeleted() throws Exception {
    admin.declareQueue(name);
    Endpoint endpoint = harness.activateAndAwait(factory, spec().missing(MissingQueue.FAIL));
    admin.deleteQueue(name);
    harness.awaitEvents(EndpointState.INACTIVE, 1);
    assertThat(lastReason()).contains("no queue '" + name + "'");
    endpoint.deactivate("undeployed");
    assertThat(harness.runtime().openConnections()).isZero();
    assertThat(factory.created()).isEqualTo(factory.released());
  }

  @Test
  void refusalIsNotTakenForAMissingQueue() throws Exception {
    admin.declareQueue(name);
    Endpoint first =
        harness.activateAndAwait(factory, spec().consume(null, true, Map.of()).sessions(1));
    Endpoint second = harness.activate(factory, spec().missing(MissingQueue.FAIL));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> lastReason().contains("ACCESS_REFUSED") && lastReason().contains("exclusive"));
    first.deactivate("undeployed");
    EndpointHarness.awaitState(second, EndpointState.ACTIVE);
  }

  @Test
  void consumersHaveTheirPrefixPriorityAndPrefetch() throws Exception {
    admin.declareQueue(name);
    harness.activateAndAwait(
        factory, spec().consume("billing", false, Map.of("x-priority", 7)).prefetch(11));
    List<ConsumerInfo> consumers = admin.consumersOf(name);
    assertThat(consumers)
        .hasSize(3)
        .allSatisfy(
            consumer -> {
              assertThat(consumer.tag()).startsWith("billing-");
              assertThat(consumer.prefetch()).isEqualTo(11);
              assertThat(consumer.arguments()).contains("x-priority").contains("7");
            });
    assertThat(consumers).extracting(ConsumerInfo::tag).doesNotHaveDuplicates();
  }

  @Test
  void secondEndpointTakesOverFromASingleActiveConsumer() throws Exception {
    queue.setDeclare("declare");
    queue.setArguments("x-single-active-consumer=true");
    RecordingBean standby = new RecordingBean();
    Endpoint active = harness.activateAndAwait(factory, spec().sessions(1));
    harness.activateAndAwait(new TestEndpointFactory(standby), spec().sessions(1));
    admin.publish(name, "1", "2", "3");
    awaitText("3");
    active.deactivate("undeployed");
    admin.publish(name, "4", "5");
    await().atMost(Duration.ofSeconds(20)).until(() -> standby.finished().size() == 2);
    assertThat(bean.finished()).containsExactly("1", "2", "3");
    assertThat(standby.finished()).containsExactly("4", "5");
  }
}
