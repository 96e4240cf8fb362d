package io.rabbitra.amqp;

import static io.rabbitra.amqp.Wired.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class HeartbeatIT {

  private static final int HEARTBEAT = 2;

  private final RabbitBroker broker;
  private final FaultProxy proxy;
  private final Wired wired = new Wired();

  HeartbeatIT(RabbitBroker broker) {
    this.broker = broker;
    this.proxy = new FaultProxy(broker);
  }

  @AfterEach
  void close() {
    wired.close();
    proxy.close();
  }

  @Test
  void idleConnectionLivesOnHeartbeatsAlone() throws Exception {
    AmqpConnection connection = wired.open(settings(proxy.uri(), HEARTBEAT));
    assertThat(connection.heartbeatSeconds()).isEqualTo(HEARTBEAT);
    proxy.resetMethods();
    keepsOpen(connection, Duration.ofMillis(3_200L * HEARTBEAT));
    assertThat(proxy.methodsSent()).isEmpty();
    assertThat(proxy.heartbeatsSent()).isBetween(5L, 8L);
    connection.openChannel();
  }

  @Test
  void silenceOfLessThanTwoHeartbeatsIsNoLoss() throws Exception {
    AmqpConnection connection = wired.open(settings(proxy.uri(), HEARTBEAT));
    proxy.stallInbound();
    keepsOpen(connection, Duration.ofMillis(1_700L * HEARTBEAT));
    proxy.resume();
    keepsOpen(connection, Duration.ofMillis(1_500L * HEARTBEAT));
    connection.openChannel();
  }

  @Test
  void lastingSilenceIsALossAfterTwoHeartbeats() throws Exception {
    assumeTrue(broker.supportsFaults(), "a broker of our own, which takes settings");
    try (RabbitBroker own = RabbitBrokers.start(0, Map.of("heartbeat", "0"))) {
      AmqpConnection off = wired.open(settings(own.uri(), 0));
      assertThat(off.heartbeatSeconds()).isZero();
      keepsOpen(off, Duration.ofMillis(3_500));
      off.openChannel();

      AmqpConnection watched = wired.open(settings(own.uri(), HEARTBEAT));
      own.freeze();
      long begin = System.nanoTime();
      await().atMost(Duration.ofSeconds(10)).until(() -> !wired.losses.isEmpty());
      Duration silence = Duration.ofNanos(System.nanoTime() - begin);
      // The broker's last heartbeat may be as old as half an interval.
      assertThat(silence)
          .isBetween(Duration.ofMillis(1_500L * HEARTBEAT), Duration.ofSeconds(3L * HEARTBEAT));
      assertThat(wired.losses.get(0)).hasMessageStartingWith("missed heartbeats: ");
      assertThat(watched.isOpen()).isFalse();
      assertThat(off.isOpen()).isTrue();
      assertThat(wired.losses).hasSize(1);

      long stopping = System.nanoTime();
      wired.runtime.stop(Duration.ofSeconds(3));
      assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(4));
      assertThat(wired.runtime.openConnections()).isZero();
      own.resume();

      try (Wired again = new Wired()) {
        AmqpConnection killed = again.open(settings(own.uri(), 60));
        own.kill();
        await().until(() -> !again.losses.isEmpty());
        assertThat(again.losses).hasSize(1);
        assertThat(again.losses.get(0).kind()).isEqualTo(BrokerException.Kind.UNREACHABLE);
        killed.close(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  void forgottenConnectionIsClosedAndAnOwnedOneIsNot() throws Exception {
    AmqpConnection owned = wired.open(settings(broker.uri(), 1));
    WeakReference<AmqpConnection> forgotten = forget();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              System.gc();
              return forgotten.get() == null;
            });
    await().until(() -> proxy.connections() == 0);
    owned.openChannel();
    assertThat(wired.losses).isEmpty();
  }

  private WeakReference<AmqpConnection> forget() throws Exception {
    AmqpConnection connection = wired.open(settings(proxy.uri(), 1));
    connection.openChannel().prefetch(1);
    assertThat(proxy.connections()).isEqualTo(1);
    return new WeakReference<>(connection);
  }

  private void keepsOpen(AmqpConnection connection, Duration time) {
    await()
        .during(time)
        .atMost(time.plusSeconds(2))
        .until(() -> connection.isOpen() && wired.losses.isEmpty());
  }
}
