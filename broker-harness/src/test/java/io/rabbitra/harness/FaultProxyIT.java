package io.rabbitra.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class FaultProxyIT {

  private static final String QUEUE = "proxied";

  private final BrokerAdmin admin;
  private final FaultProxy proxy;

  FaultProxyIT(RabbitBroker broker, BrokerAdmin admin) {
    this.admin = admin;
    this.proxy = new FaultProxy(broker);
  }

  @BeforeEach
  void declareQueue() {
    admin.declareQueue(QUEUE);
  }

  @AfterEach
  void deleteQueue() {
    proxy.close();
    admin.deleteQueue(QUEUE);
  }

  @Test
  void methodsOnTheWireAreCounted() throws Exception {
    try (Client client = new Client(proxy.uri(), "counted")) {
      assertThat(proxy.methodsSent())
          .containsExactly(
              "connection.start-ok", "connection.tune-ok", "connection.open", "channel.open");
      assertThat(proxy.methodsReceived())
          .containsExactly(
              "connection.start", "connection.tune", "connection.open-ok", "channel.open-ok");
      long before = proxy.bytesSent();
      proxy.resetMethods();
      client.channel.confirmSelect();
      String large = "x".repeat(300_000);
      for (int i = 0; i < 3; i++) {
        client.publish(QUEUE, large);
      }
      client.channel.waitForConfirmsOrDie(Client.TIMEOUT_MILLIS);
      client.channel.basicGet(QUEUE, true);

      assertThat(proxy.methodsSent())
          .containsExactly(
              "confirm.select", "basic.publish", "basic.publish", "basic.publish", "basic.get");
      assertThat(Collections.frequency(proxy.methodsReceived(), "basic.get-ok")).isEqualTo(1);
      assertThat(proxy.bytesSent() - before).isBetween(900_000L, 910_000L);
      assertThat(proxy.bytesReceived()).isGreaterThan(300_000L);
      assertThat(proxy.connections()).isEqualTo(1);
    }
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void heartbeatsAreCounted() throws Exception {
    try (Client client = new Client(proxy.uri() + "?heartbeat=1", "beating")) {
      await().until(() -> proxy.heartbeatsSent() > 0 && proxy.heartbeatsReceived() > 0);
      assertThat(client.connection.isOpen()).isTrue();
    }
  }

  @Test
  void stalledConnectionIsSilentAndGoesOnWhenResumed() throws Exception {
    try (Client client = new Client(proxy.uri() + "?heartbeat=0", "stalled")) {
      proxy.stall();
      client.publish(QUEUE, "held");
      long received = proxy.bytesReceived();

      assertThatThrownBy(() -> client.connection.createChannel(2))
          .hasRootCauseInstanceOf(TimeoutException.class);
      assertThat(admin.readyMessages(QUEUE)).isZero();
      assertThat(proxy.bytesReceived()).isEqualTo(received);
      assertThat(proxy.connections()).isEqualTo(1);
      assertThatThrownBy(() -> new Client(proxy.uri(), "late").close())
          .isInstanceOf(TimeoutException.class);

      proxy.resume();

      await().until(() -> admin.readyMessages(QUEUE) == 1);
    }
  }

  @Test
  void oneDirectionIsStalledAndTheOtherIsNot() throws Exception {
    try (Client client = new Client(proxy.uri(), "half")) {
      proxy.stallInbound();
      client.publish(QUEUE, "arrives");
      await().until(() -> admin.readyMessages(QUEUE) == 1);
      long received = proxy.bytesReceived();
      assertThatThrownBy(() -> client.channel.messageCount(QUEUE))
          .hasRootCauseInstanceOf(TimeoutException.class);
      assertThat(proxy.bytesReceived()).isEqualTo(received);
      proxy.resume();
      await().until(() -> proxy.bytesReceived() > received);

      proxy.stallOutbound();
      long sent = proxy.bytesSent();
      assertThatThrownBy(() -> client.connection.createChannel(5))
          .hasRootCauseInstanceOf(TimeoutException.class);
      assertThat(proxy.bytesSent()).isEqualTo(sent);
      proxy.resume();
      await().until(() -> proxy.bytesSent() > sent);
    }
  }

  @Test
  void endOfAClientDoesNotPassAStalledProxy() throws Exception {
    Client client = new Client(proxy.uri(), "gone");
    proxy.stall();
    proxy.resetMethods();
    client.connection.abort(1);
    await()
        .during(Duration.ofMillis(300))
        .until(() -> admin.connections().stream().anyMatch(info -> info.name().equals("gone")));

    proxy.resume();

    await().until(() -> admin.connections().stream().noneMatch(info -> info.name().equals("gone")));
    assertThat(proxy.connections()).isZero();
  }

  @Test
  void cutResetsConnectionsAndNewOnesMayCome() throws Exception {
    try (Client client = new Client(proxy.uri(), "cut")) {
      proxy.cut();

      await().until(() -> !client.connection.isOpen());
      assertThat(client.connection.getCloseReason().getCause()).isInstanceOf(IOException.class);
      assertThat(proxy.connections()).isZero();
    }
    new Client(proxy.uri(), "next").close();
  }

  @Test
  void newConnectionsAreRefusedUntilAllowedAgain() throws Exception {
    try (Client client = new Client(proxy.uri(), "old")) {
      proxy.refuse(true);
      proxy.refuse(true);

      assertThatThrownBy(() -> new Client(proxy.uri(), "new").close())
          .isInstanceOf(ConnectException.class);
      assertThat(client.channel.messageCount(QUEUE)).isZero();

      proxy.refuse(false);
      new Client(proxy.uri(), "new").close();
    }
  }

  @Test
  void refusalHoldsFromTheMomentTheMethodReturns() {
    for (int i = 0; i < 50; i++) {
      proxy.refuse(true);
      assertThat(Ports.accepts("127.0.0.1", proxy.port())).as("round %d", i).isFalse();
      proxy.refuse(false);
      assertThat(Ports.accepts("127.0.0.1", proxy.port())).as("round %d", i).isTrue();
    }
  }
}
