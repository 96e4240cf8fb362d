package io.rabbitra.outbound;

import static io.rabbitra.outbound.SendReceiveIT.inBackground;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application learns where the outcome is not plain: unknown sends, empty queues. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class OutcomeIT {

  private final String queueName = "outcome-" + UUID.randomUUID();
  private final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  private final RabbitBroker broker;
  private final BrokerAdmin admin;

  OutcomeIT(RabbitBroker broker) {
    this.broker = broker;
    this.admin = new BrokerAdmin(broker);
    factory.setUri(broker.uri());
  }

  @BeforeEach
  void declare() {
    admin.declareQueue(queueName);
  }

  @AfterEach
  void close() {
    factory.close();
    admin.deleteQueue(queueName);
  }

  @Test
  void sendThatLosesItsConnectionSaysThatTheOutcomeIsUnknown() {
    try (FaultProxy proxy = new FaultProxy(broker)) {
      factory.setUri(proxy.uri());
      try (JMSContext context = context()) {
        Queue queue = context.createQueue(queueName);
        context.createProducer().send(queue, "warm");
        proxy.stallInbound();
        CompletableFuture<Message> sending =
            inBackground(
                () -> {
                  context.createProducer().send(queue, "confirmed by nobody");
                  return null;
                });
        await().until(() -> admin.readyMessages(queueName) == 2);

        proxy.cut();

        assertThatThrownBy(() -> sending.get(10, TimeUnit.SECONDS))
            .hasCauseInstanceOf(JMSRuntimeException.class)
            .hasMessageContaining("unknown");
      }
    }
  }

  @Test
  void sendThatRunsIntoAnAlarmNamesIt() {
    assumeTrue(broker.supportsFaults());
    factory.setConfirmTimeout(1000);
    try (JMSContext context = context()) {
      Queue queue = context.createQueue(queueName);
      context.createProducer().send(queue, "before");
      admin.raiseMemoryAlarm();
      try {
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    context.createProducer().send(queue, "into the alarm");
                  }
                })
            .hasMessageContaining("memory");
      } finally {
        admin.clearMemoryAlarm();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void receiveNoWaitEmptiesAQueue(String type) {
    String name = queueName + "-" + type;
    admin.declareQueue(name, Map.of("x-queue-type", type));
    String[] bodies = IntStream.range(0, 50).mapToObj(Integer::toString).toArray(String[]::new);
    admin.publish(name, bodies);
    try (JMSContext context = context();
        JMSConsumer consumer = context.createConsumer(context.createQueue(name))) {
      List<String> received = new ArrayList<>();
      for (String next = consumer.receiveBodyNoWait(String.class);
          next != null;
          next = consumer.receiveBodyNoWait(String.class)) {
        received.add(next);
      }

      assertThat(received).containsExactly(bodies);
    } finally {
      admin.deleteQueue(name);
    }
  }

  @Test
  void receiveNoWaitSaysThatTheQueueIsGone() {
    try (JMSContext context = context();
        JMSConsumer consumer = context.createConsumer(context.createQueue(queueName))) {
      assertThat(consumer.receiveNoWait()).isNull();

      admin.deleteQueue(queueName);

      assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(JMSRuntimeException.class);
    }
  }

  private JMSContext context() {
    return ((ConnectionFactory) factory.createConnectionFactory()).createContext();
  }
}
