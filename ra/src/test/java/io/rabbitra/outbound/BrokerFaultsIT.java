package io.rabbitra.outbound;

import static io.rabbitra.outbound.SendReceiveIT.inBackground;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.GetResponse;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationRuntimeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a sender and a receiver see when the broker or the network fails. */
@ExtendWith(BrokerExtension.class)
@Timeout(120)
class BrokerFaultsIT {

  private final String queueName = "faults-" + UUID.randomUUID();
  private final RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
  private final RabbitBroker broker;
  private final BrokerAdmin admin;

  BrokerFaultsIT(RabbitBroker broker) {
    this.broker = broker;
    this.admin = new BrokerAdmin(broker);
    factory.setUri(broker.uri());
  }

  @BeforeEach
  void declare() {
    assumeTrue(broker.supportsFaults());
    admin.declareQueue(queueName);
    // A kill would lose the queue while it is in the buffer of the broker's own log.
    broker.ctl("eval", "catch mnesia:sync_log().");
  }

  @AfterEach
  void close() {
    factory.close();
    admin.deleteQueue(queueName);
  }

  @Test
  void warmSendIsOnePublishOnTheWire() {
    try (FaultProxy proxy = new FaultProxy(broker)) {
      factory.setUri(proxy.uri());
      try (JMSContext context = context()) {
        Queue queue = context.createQueue(queueName);
        context.createProducer().send(queue, "first");
        proxy.resetMethods();

        context.createProducer().send(queue, "second");

        assertThat(proxy.methodsSent()).containsExactly("basic.publish");
        assertThat(proxy.methodsReceived()).containsExactly("basic.ack");
      }
    }
  }

  @Test
  void memoryAlarmEndsASendInTimeAndPublishesNothing() {
    factory.setConfirmTimeout(1000);
    try (JMSContext context = context()) {
      Queue queue = context.createQueue(queueName);
      JMSProducer producer = context.createProducer();
      producer.send(queue, "before");
      admin.raiseMemoryAlarm();
      int confirmed = 1;
      int unknown = 0;
      JMSRuntimeException refused = null;
      try {
        // The broker tells a connection of the alarm when that publishes.
        while (!(refused instanceof ResourceAllocationRuntimeException)) {
          try {
            producer.send(queue, "into the alarm");
            confirmed++;
          } catch (JMSRuntimeException e) {
            refused = e;
            unknown += "TIMEOUT".equals(e.getErrorCode()) ? 1 : 0;
          }
        }
      } finally {
        admin.clearMemoryAlarm();
      }
      assertThat(refused)
          .hasMessageContaining("memory")
          .hasMessageContaining("nothing was published within 1000 ms");
      assertThat(unknown).isLessThanOrEqualTo(1);

      await()
          .ignoreExceptions()
          .until(
              () -> {
                producer.send(queue, "after");
                return true;
              });
      assertThat(admin.readyMessages(queueName))
          .isBetween(confirmed + 1L, confirmed + 1L + unknown);
    }
  }

  @Test
  void receiveEndsWithAnExceptionWhenTheNetworkBreaks() {
    try (FaultProxy proxy = new FaultProxy(broker)) {
      factory.setUri(proxy.uri());
      try (JMSContext context = context()) {
        var consumer = context.createConsumer(context.createQueue(queueName));
        CompletableFuture<Message> receiving = inBackground(consumer::receive);

        proxy.cut();

        assertThatThrownBy(() -> receiving.get(10, TimeUnit.SECONDS))
            .hasCauseInstanceOf(JMSRuntimeException.class);
        await()
            .untilAsserted(
                () ->
                    assertThatThrownBy(consumer::receiveNoWait)
                        .isInstanceOf(JMSRuntimeException.class)
                        .hasMessageNotContaining("is closed"));
      }
    }
  }

  @Test
  void receiveThatWaitsForTheConnectionToStartEndsToo() {
    try (FaultProxy proxy = new FaultProxy(broker)) {
      factory.setUri(proxy.uri());
      try (JMSContext context = context()) {
        context.setAutoStart(false);
        var consumer = context.createConsumer(context.createQueue(queueName));
        CompletableFuture<Message> receiving = inBackground(consumer::receive);

        proxy.cut();

        assertThatThrownBy(() -> receiving.get(10, TimeUnit.SECONDS))
            .hasCauseInstanceOf(JMSRuntimeException.class);
      }
    }
  }

  @Test
  void sessionOfAFrozenBrokerIsClosedWithinSeconds() {
    factory.setHeartbeat(1);
    JMSContext context = context();
    context.createConsumer(context.createQueue(queueName));
    context.createProducer().send(context.createQueue(queueName), "x");
    broker.freeze();
    try {
      long before = System.nanoTime();
      context.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    } finally {
      broker.resume();
    }
  }

  @Test
  void everySendThatReturnedSurvivesAKillOfTheBroker() {
    List<String> returned = new ArrayList<>();
    CompletableFuture<Void> killed = new CompletableFuture<>();
    try (JMSContext context = context()) {
      Queue queue = context.createQueue(queueName);
      JMSProducer producer = context.createProducer();
      producer.send(queue, "0");
      returned.add("0");
      Thread killer =
          new Thread(
              () -> {
                broker.kill();
                killed.complete(null);
              });
      killer.start();
      assertThatThrownBy(
              () -> {
                for (int i = 1; i < 1_000_000; i++) {
                  producer.send(queue, Integer.toString(i));
                  returned.add(Integer.toString(i));
                }
              })
          .isInstanceOf(JMSRuntimeException.class);
      killed.join();
    } finally {
      broker.start();
    }

    List<String> found = new ArrayList<>();
    for (Optional<GetResponse> next = admin.get(queueName);
        next.isPresent();
        next = admin.get(queueName)) {
      found.add(new String(next.get().getBody(), StandardCharsets.UTF_8));
    }
    assertThat(found).containsAll(returned);
  }

  @Test
  void nextSessionAfterARestartWorks() throws JMSException {
    try (JMSContext context = context()) {
      var consumer = context.createConsumer(context.createQueue(queueName));
      CompletableFuture<Message> receiving = inBackground(consumer::receive);

      broker.kill();
      broker.start();

      assertThatThrownBy(() -> receiving.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(JMSRuntimeException.class);
    }
    try (JMSContext context = context()) {
      Queue queue = context.createQueue(queueName);
      context.createProducer().send(queue, "again");
      assertThat(context.createConsumer(queue).receive(5000).getBody(String.class))
          .isEqualTo("again");
    }
  }

  private JMSContext context() {
    return ((ConnectionFactory) factory.createConnectionFactory()).createContext();
  }
}
