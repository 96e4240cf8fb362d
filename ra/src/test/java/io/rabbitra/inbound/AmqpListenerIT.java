package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.arjuna.ats.jta.TransactionManager;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import io.rabbitra.AmqpDelivery;
import io.rabbitra.AmqpListener;
import io.rabbitra.AmqpProperties;
import io.rabbitra.container.TestContainer;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Beans that want AMQP as it is. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
class AmqpListenerIT {

  /** Only takes messages. */
  private static class NativeBean implements AmqpListener {
    final List<AmqpDelivery> deliveries = new CopyOnWriteArrayList<>();
    final AtomicInteger toFail = new AtomicInteger();
    volatile boolean checked;

    @Override
    public void onMessage(AmqpDelivery delivery) throws Exception {
      deliveries.add(delivery);
      if (toFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        if (checked) {
          throw new IOException("the bean fails");
        }
        throw new IllegalStateException("the bean fails");
      }
    }
  }

  /** Also wants to know about the endpoint. */
  private static final class WatchingBean extends NativeBean {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile boolean throwing;

    private void called(String what) {
      calls.add(what + " on " + Thread.currentThread().getName());
      if (throwing) {
        throw new IllegalStateException("the bean fails");
      }
    }

    @Override
    public void onCancelled(String reason) {
      called("cancelled: " + reason);
    }

    @Override
    public void onReactivated() {
      called("reactivated");
    }
  }

  private final String queue = "native-" + UUID.randomUUID();
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

  private AmqpActivationSpec spec() {
    AmqpActivationSpec spec = new AmqpActivationSpec();
    spec.setUri(broker.uri());
    spec.setDestinationName(queue);
    spec.setMaxSessions(2);
    spec.setReconnectInterval(100);
    spec.setMaxReconnectInterval(400);
    return spec;
  }

  private void cancelAndDeclare(Endpoint endpoint) {
    admin.deleteQueue(queue);
    harness.awaitEvents(EndpointState.REACTIVATING, 1);
    admin.declareQueue(queue);
    EndpointHarness.awaitState(endpoint, EndpointState.ACTIVE);
  }

  @Test
  void deliveryIsWhatWasPublished() throws Exception {
    NativeBean bean = new NativeBean();
    harness.activateAndAwait(TestEndpointFactory.ofNative(bean, null), spec());
    String exchange = "exchange-" + UUID.randomUUID();
    admin.declareExchange(exchange, BuiltinExchangeType.TOPIC);
    admin.bindQueue(queue, exchange, "a.#");
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .contentEncoding("identity")
            .deliveryMode(2)
            .priority(3)
            .correlationId("c-1")
            .replyTo("answers")
            .expiration("600000")
            .messageId("m-1")
            .timestamp(new Date(1_700_000_000_000L))
            .type("order")
            .appId("shop")
            .headers(
                Map.of(
                    "text",
                    "word",
                    "number",
                    7,
                    "list",
                    List.of("x", 2L, Map.of("deep", "est")),
                    "map",
                    Map.of("in", List.of("side"))))
            .build();
    admin.publish(exchange, "a.b", properties, "{}");
    await().until(() -> bean.deliveries.size() == 1);
    AmqpDelivery delivery = bean.deliveries.get(0);
    assertThat(delivery.exchange()).isEqualTo(exchange);
    assertThat(delivery.routingKey()).isEqualTo("a.b");
    assertThat(delivery.queue()).isEqualTo(queue);
    assertThat(delivery.redelivered()).isFalse();
    assertThat(delivery.deliveryCount()).isEqualTo(1);
    assertThat(delivery.body()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
    assertThat(delivery.body()).isNotSameAs(delivery.body());
    assertThat(delivery.properties())
        .isEqualTo(
            AmqpProperties.builder()
                .contentType("application/json")
                .contentEncoding("identity")
                .priority(3)
                .correlationId("c-1")
                .replyTo("answers")
                .expiration(Duration.ofMinutes(10))
                .messageId("m-1")
                .timestamp(Instant.ofEpochSecond(1_700_000_000L))
                .type("order")
                .appId("shop")
                .header("text", "word")
                .header("number", 7)
                .header("list", List.of("x", 2L, Map.of("deep", "est")))
                .header("map", Map.of("in", List.of("side")))
                .build());
  }

  @Test
  void checkedAndUncheckedExceptionsRedeliver() throws Exception {
    for (boolean checked : new boolean[] {true, false}) {
      NativeBean bean = new NativeBean();
      bean.checked = checked;
      bean.toFail.set(1);
      TestEndpointFactory factory = TestEndpointFactory.ofNative(bean, null);
      Endpoint endpoint = harness.activateAndAwait(factory, spec());
      admin.publish(queue, "order");
      await().until(() -> bean.deliveries.size() == 2);
      assertThat(bean.deliveries.get(1).redelivered()).isTrue();
      assertThat(bean.deliveries.get(1).deliveryCount()).isEqualTo(2);
      endpoint.deactivate("next");
      assertThat(admin.readyMessages(queue)).isZero();
    }
  }

  @Test
  void messageThatIsPublishedAgainAfterAFailureLooksAsBefore() throws Exception {
    NativeBean bean = new NativeBean();
    bean.toFail.set(2);
    AmqpActivationSpec spec = spec();
    spec.setMaxRedeliveries(5);
    admin.declareExchange("native-topics", BuiltinExchangeType.TOPIC);
    admin.bindQueue(queue, "native-topics", "a.#");
    harness.activateAndAwait(TestEndpointFactory.ofNative(bean, null), spec);
    AMQP.BasicProperties red =
        new AMQP.BasicProperties.Builder().headers(Map.of("colour", "red")).build();
    admin.publish("native-topics", "a.b", red, "m");
    await().until(() -> bean.deliveries.size() == 3);
    assertThat(bean.deliveries).extracting(AmqpDelivery::deliveryCount).containsExactly(1, 2, 3);
    assertThat(bean.deliveries)
        .extracting(AmqpDelivery::redelivered)
        .containsExactly(false, true, true);
    assertThat(bean.deliveries).extracting(AmqpDelivery::exchange).containsOnly("native-topics");
    assertThat(bean.deliveries).extracting(AmqpDelivery::routingKey).containsOnly("a.b");
    assertThat(bean.deliveries)
        .allSatisfy(one -> assertThat(one.properties().headers()).containsOnlyKeys("colour"));
  }

  @Test
  void commitAcknowledgesAndRollbackRedelivers() throws Exception {
    NativeBean bean = new NativeBean();
    bean.toFail.set(1);
    Endpoint endpoint =
        harness.activateAndAwait(
            TestEndpointFactory.ofNative(bean, TransactionManager.transactionManager()), spec());
    admin.publish(queue, "order");
    await().until(() -> bean.deliveries.size() == 2);
    await().until(() -> endpoint.deliveries() == 2);
    endpoint.deactivate("undeployed");
    assertThat(admin.readyMessages(queue)).isZero();
  }

  @Test
  void beanIsToldOfTheLossAndThenOfTheReturnOnAThreadOfTheContainer() throws Exception {
    WatchingBean bean = new WatchingBean();
    TestEndpointFactory factory =
        TestEndpointFactory.ofNative(bean, TransactionManager.transactionManager());
    Endpoint endpoint = harness.activateAndAwait(factory, spec());
    assertThat(bean.calls).as("the first activation is no return").isEmpty();
    cancelAndDeclare(endpoint);
    await().until(() -> bean.calls.size() == 2);
    assertThat(bean.calls.get(0)).startsWith("cancelled: the broker cancelled").contains(queue);
    assertThat(bean.calls.get(1)).startsWith("reactivated");
    assertThat(bean.calls).allMatch(call -> call.contains(" on " + TestContainer.LONG_THREAD));
    endpoint.deactivate("undeployed");
    assertThat(bean.calls).as("a deactivation is no loss").hasSize(2);
    assertThat(factory.created()).isEqualTo(factory.released());
  }

  @Test
  void beanThatDoesNotCareCostsNoEndpoint() throws Exception {
    TestEndpointFactory factory = TestEndpointFactory.ofNative(new NativeBean(), null);
    Endpoint endpoint = harness.activateAndAwait(factory, spec());
    cancelAndDeclare(endpoint);
    endpoint.deactivate("undeployed");
    assertThat(factory.created()).isZero();
  }

  @Test
  void failingCallbacksHarmNothing() throws Exception {
    WatchingBean bean = new WatchingBean();
    bean.throwing = true;
    TestEndpointFactory factory = TestEndpointFactory.ofNative(bean, null);
    Endpoint endpoint = harness.activateAndAwait(factory, spec());
    cancelAndDeclare(endpoint);
    await().until(() -> bean.calls.size() == 2);
    admin.publish(queue, "order");
    await().until(() -> bean.deliveries.size() == 1);
    harness.stop();
    assertThat(factory.created()).isEqualTo(factory.released());
  }
}
