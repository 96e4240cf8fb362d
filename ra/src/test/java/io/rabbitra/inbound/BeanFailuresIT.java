package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.arjuna.ats.jta.TransactionManager;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.resource.spi.RetryableUnavailableException;
import jakarta.resource.spi.UnavailableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.as.ejb3.component.EJBComponentUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beans that throw what they should not, and servers that have none. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class BeanFailuresIT {

  private final String queue = "beans-" + UUID.randomUUID();
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

  private RabbitActivationSpec spec() {
    return EndpointHarness.spec(broker.uri(), queue);
  }

  private static String[] texts(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static void awaitTexts(RecordingBean bean, int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> new HashSet<>(bean.finished()).size() == count);
  }

  @Test
  void sessionsTakeTurnsWhereTheServerHasFewerBeans() throws Exception {
    RecordingBean bean = new RecordingBean(1);
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    factory.limit(1);
    harness.activateAndAwait(factory, spec());
    admin.publish(queue, texts(60));
    awaitTexts(bean, 60);
    assertThat(bean.began()).noneMatch(RecordingBean.Call::redelivered).hasSize(60);
    assertThat(factory.violations()).isZero();
  }

  @Test
  void retryableUnavailabilityIsTriedAgainSoonerAndSteadily() throws Exception {
    TestEndpointFactory factory = new TestEndpointFactory(new RecordingBean());
    AtomicInteger tries = new AtomicInteger();
    factory.unavailable(
        () -> {
          tries.incrementAndGet();
          return new UnavailableException("none");
        });
    RabbitActivationSpec spec = spec();
    spec.setMaxSessions(1);
    harness.activateAndAwait(factory, spec);
    admin.publish(queue, "order");
    await().until(() -> tries.get() == 1);
    await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
    assertThat(tries).as("250, 500, 1000, 2000 ms").hasValueBetween(2, 4);
    AtomicInteger retryable = new AtomicInteger();
    factory.unavailable(
        () -> {
          retryable.incrementAndGet();
          return new RetryableUnavailableException("none for a moment");
        });
    await().atMost(Duration.ofSeconds(20)).until(() -> retryable.get() == 1);
    await().atMost(Duration.ofSeconds(3)).until(() -> retryable.get() > 7);
    assertThat(admin.unackedMessages(queue)).as("held, not given back").isEqualTo(1);
  }

  @Test
  void messageStaysThoughTheServerCommitsForABeanItDidNotCall() throws Exception {
    RecordingBean bean = new RecordingBean();
    TestEndpointFactory factory =
        new TestEndpointFactory(bean, TransactionManager.transactionManager());
    AtomicInteger refused = new AtomicInteger();
    factory.unreachable(
        () -> {
          refused.incrementAndGet();
          return new IllegalStateException("stopped");
        });
    harness.activateAndAwait(factory, spec());
    admin.publish(queue, texts(3));
    await().until(() -> refused.get() > 3);
    factory.unreachable(null);
    awaitTexts(bean, 3);
  }

  @Test
  void callThatTheServerDoesNotLetThroughCostsNoAttempt() throws Exception {
    for (jakarta.transaction.TransactionManager transactions :
        new jakarta.transaction.TransactionManager[] {
          TransactionManager.transactionManager(), null
        }) {
      RecordingBean bean = new RecordingBean();
      TestEndpointFactory factory = new TestEndpointFactory(bean, transactions);
      AtomicInteger refused = new AtomicInteger();
      factory.unreachable(
          () -> {
            refused.incrementAndGet();
            return new EJBComponentUnavailableException();
          });
      RabbitActivationSpec spec = spec();
      spec.setMaxRedeliveries(0);
      Endpoint endpoint = harness.activateAndAwait(factory, spec);
      admin.publish(queue, "order");
      await().atMost(Duration.ofSeconds(20)).until(() -> refused.get() >= 2);
      factory.unreachable(null);
      awaitTexts(bean, 1);
      assertThat(bean.began()).noneMatch(RecordingBean.Call::redelivered).hasSize(1);
      endpoint.deactivate("next");
    }
  }

  @Test
  void deliveryThatTheServerRolledBackBeforeItRefusedIsSettledOnce() throws Exception {
    RecordingBean bean = new RecordingBean();
    TestEndpointFactory factory =
        new TestEndpointFactory(bean, TransactionManager.transactionManager());
    factory.refusingAfterBegin(true);
    harness.activateAndAwait(factory, spec());
    admin.publish(queue, "order");
    await().until(() -> factory.created() >= 3);
    factory.refusingAfterBegin(false);
    awaitTexts(bean, 1);
    assertThat(harness.eventsTo(EndpointState.REACTIVATING)).as("no channel was closed").isEmpty();
  }

  @Test
  void serverThatLetsNoTransactionBeginCostsNoAttempt() throws Exception {
    RecordingBean bean = new RecordingBean();
    TestEndpointFactory factory =
        new TestEndpointFactory(bean, TransactionManager.transactionManager());
    factory.refusingToBegin(true);
    Endpoint endpoint = harness.activateAndAwait(factory, spec());
    admin.publish(queue, texts(5));
    await().until(() -> factory.created() > 1);
    assertThat(endpoint.deliveries()).isZero();
    factory.refusingToBegin(false);
    awaitTexts(bean, 5);
    assertThat(bean.began()).noneMatch(RecordingBean.Call::redelivered);
  }

  /** Throws an Error once for each of some texts. */
  private static final class ErrorBean implements jakarta.jms.MessageListener {
    private final List<String> finished = new CopyOnWriteArrayList<>();
    private final AtomicInteger errors = new AtomicInteger();

    @Override
    public void onMessage(Message message) {
      try {
        String text = ((TextMessage) message).getText();
        if (text.startsWith("error") && !message.getJMSRedelivered()) {
          errors.incrementAndGet();
          throw text.endsWith("memory") ? new OutOfMemoryError("a test") : new AssertionError(text);
        }
        if (text.startsWith("interrupt")) {
          Thread.currentThread().interrupt();
        }
        finished.add(text);
      } catch (JMSException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void errorsAndInterruptsOfABeanStopNoSession() throws Exception {
    ErrorBean bean = new ErrorBean();
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    Endpoint endpoint = harness.activateAndAwait(factory, spec());
    admin.publish(queue, "error a", "error memory", "error b", "error memory", "interrupt", "x");
    admin.publish(queue, texts(30));
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.finished.size() == 36);
    assertThat(bean.errors).hasValue(4);
    assertThat(endpoint.failures()).isEqualTo(4);
    await().until(() -> admin.unackedMessages(queue) == 0);
    assertThat(endpoint.state()).isEqualTo(EndpointState.ACTIVE);
    harness.stop();
    assertThat(factory.created()).isEqualTo(factory.released());
    assertThat(factory.violations()).isZero();
  }

  @Test
  void instanceThatTheContainerDiscardsIsReplaced() throws Exception {
    RecordingBean bean = new RecordingBean();
    bean.failNext(1);
    TestEndpointFactory factory = new TestEndpointFactory(bean);
    factory.discarding();
    RabbitActivationSpec spec = spec();
    spec.setMaxSessions(1);
    harness.activateAndAwait(factory, spec);
    admin.publish(queue, texts(5));
    awaitTexts(bean, 5);
    assertThat(bean.began()).as("one delivery was lost with the instance").hasSize(6);
    assertThat(factory.created()).isEqualTo(2);
    harness.stop();
    assertThat(factory.released()).isEqualTo(2);
  }

  @Test
  void transactionThatTimesOutUnderItsBeanComesAgainAndStopsNoSession() throws Exception {
    RecordingBean bean = new RecordingBean();
    var gate = bean.block();
    TestEndpointFactory factory =
        new TestEndpointFactory(bean, TransactionManager.transactionManager());
    RabbitActivationSpec spec = spec();
    spec.setMaxSessions(2);
    spec.setPrefetch(1);
    factory.transactionTimeout(1);
    Endpoint endpoint = harness.activateAndAwait(factory, spec);
    admin.publish(queue, "slow");
    await().until(() -> bean.began().size() == 1);
    bean.open();
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.finished().contains("slow"));
    gate.countDown();
    admin.publish(queue, texts(10));
    await().atMost(Duration.ofSeconds(20)).until(() -> bean.finished().containsAll(List.of("9")));
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.unackedMessages(queue) == 0);
    assertThat(admin.readyMessages(queue)).isZero();
    assertThat(endpoint.state()).isEqualTo(EndpointState.ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusalOfAServerThatStopsTheBeanIsNoFailedDelivery(boolean transacted) throws Exception {
    FailingBean bean = FailingBean.always(new EJBComponentUnavailableException());
    RabbitActivationSpec spec = spec();
    spec.setMaxRedeliveries(0);
    Endpoint endpoint =
        harness.activateAndAwait(
            transacted
                ? new TestEndpointFactory(bean, TransactionManager.transactionManager())
                : new TestEndpointFactory(bean),
            spec);
    admin.publish(queue, "message");
    await().until(() -> bean.seen().size() >= 2);
    endpoint.deactivate("stopped");
    assertThat(endpoint.deadLettered()).isZero();
    assertThat(admin.readyMessages(queue)).isEqualTo(1);
  }
}
