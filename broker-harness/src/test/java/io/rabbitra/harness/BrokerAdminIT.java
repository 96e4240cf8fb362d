package io.rabbitra.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.MessageProperties;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class BrokerAdminIT {

  private final RabbitBroker broker;
  private final BrokerAdmin admin;

  BrokerAdminIT(RabbitBroker broker, BrokerAdmin admin) {
    this.broker = broker;
    this.admin = admin;
  }

  @Test
  void versionOfTheBrokerIsKnown() {
    assertThat(broker.version()).matches("[0-9]+\\.[0-9]+\\..*");
    assertThat(broker.isAtLeast(3, 0)).isTrue();
    assertThat(broker.isAtLeast(3, 10)).isTrue();
    assertThat(broker.isAtLeast(99, 0)).isFalse();
  }

  @Test
  void messagesAndConsumersOfAQueueAreCounted() throws Exception {
    assumeTrue(broker.supportsFaults());
    admin.declareQueue("counted");
    admin.publish("counted", "a", "b", "c");
    assertThat(admin.readyMessages("counted")).isEqualTo(3);
    try (Client client = new Client(broker.uri(), "consumer")) {
      client.channel.basicQos(2);
      client.channel.basicConsume("counted", false, new DefaultConsumer(client.channel));

      await().until(() -> admin.unackedMessages("counted") == 2);

      assertThat(admin.queues()).contains(new QueueInfo("counted", 1, 2, 1));
      assertThat(admin.consumers("counted")).isEqualTo(1);
    }
    await().until(() -> admin.readyMessages("counted") == 3);
    admin.purgeQueue("counted");
    assertThat(admin.get("counted")).isEmpty();
    admin.deleteQueue("counted");
    assertThat(admin.queueExists("counted")).isFalse();
    assertThatThrownBy(() -> admin.consumers("counted")).hasMessageContaining("counted");
  }

  @Test
  void messageGoesThroughAnExchange() {
    admin.declareQueue("bound");
    admin.declareExchange("colours", BuiltinExchangeType.TOPIC);
    admin.bindQueue("bound", "colours", "green.*");
    admin.publish("colours", "green.light", MessageProperties.PERSISTENT_TEXT_PLAIN, "x");
    admin.publish("colours", "red.light", MessageProperties.PERSISTENT_TEXT_PLAIN, "y");
    assertThat(admin.readyMessages("bound")).isEqualTo(1);
    admin.deleteQueue("bound");
  }

  @Test
  void connectionsAreSeenByNameAndClosedByName() throws Exception {
    assumeTrue(broker.supportsFaults());
    try (Client first = new Client(broker.uri() + "?heartbeat=7", "first");
        Client second = new Client(broker.uri(), "second")) {
      assertThat(admin.connections())
          .filteredOn(info -> info.name().equals("first"))
          .singleElement()
          .satisfies(
              info -> {
                assertThat(info.state()).isEqualTo("running");
                assertThat(info.channels()).isEqualTo(1);
                assertThat(info.user()).isEqualTo("guest");
                assertThat(info.virtualHost()).isEqualTo("/");
                assertThat(info.heartbeatSeconds()).isEqualTo(7);
              });
      assertThat(admin.connections()).noneMatch(info -> info.name().startsWith("rabbitra"));

      admin.closeConnections("first");

      await().until(() -> !first.connection.isOpen());
      assertThat(second.connection.isOpen()).isTrue();

      admin.closeAllConnections();

      await().until(() -> !second.connection.isOpen());
    }
  }

  @Test
  void memoryAlarmBlocksPublishersUntilItEnds() throws Exception {
    assumeTrue(broker.supportsFaults());
    admin.declareQueue("alarm");
    try (Client client = new Client(broker.uri(), "publisher")) {
      AtomicReference<String> state = new AtomicReference<>("new");
      client.connection.addBlockedListener(
          reason -> state.set("blocked"), () -> state.set("unblocked"));

      admin.raiseMemoryAlarm();
      client.publish("alarm", "held");

      await().untilAsserted(() -> assertThat(state).hasValue("blocked"));
      assertThat(admin.readyMessages("alarm")).isZero();

      admin.clearMemoryAlarm();

      await().untilAsserted(() -> assertThat(state).hasValue("unblocked"));
      await().until(() -> admin.readyMessages("alarm") == 1);
    } finally {
      admin.clearMemoryAlarm();
      admin.deleteQueue("alarm");
    }
  }

  @Test
  void userMayLogInUntilDeleted() throws Exception {
    assumeTrue(broker.supportsFaults());
    admin.addUser("somebody", "first-secret");
    admin.changePassword("somebody", "secret");
    admin.addVirtualHost("elsewhere");
    admin.setPermissions("elsewhere", "somebody", "", "", ".*");
    String uri = broker.uri().replace("guest:guest", "somebody:secret") + "/elsewhere";
    new Client(uri, "somebody").close();
    admin.deleteVirtualHost("elsewhere");
    admin.deleteUser("somebody");
    assertThatThrownBy(() -> new Client(uri, "somebody").close()).isInstanceOf(Exception.class);
  }

  @Test
  void brokerNamedByItsUriServesButCannotBeBroken() {
    System.setProperty(RabbitBrokers.URI_PROPERTY, broker.uri());
    try (RabbitBroker named = RabbitBrokers.start()) {
      assertThat(named.uri()).isEqualTo(broker.uri());
      assertThat(named.port()).isEqualTo(broker.port());
      assertThat(named.version()).isEqualTo(broker.version());
      assertThat(named.supportsFaults()).isFalse();
      assertThat(named.toString()).doesNotContain("guest@").contains("***");
      assertThatThrownBy(named::kill).isInstanceOf(UnsupportedOperationException.class);
      assertThat(new BrokerAdmin(named).queueExists("nowhere")).isFalse();
    } finally {
      System.clearProperty(RabbitBrokers.URI_PROPERTY);
    }
    assertThat(new BrokerAdmin(broker).queueExists("nowhere")).isFalse();
  }
}
