package io.rabbitra.amqp;

import static io.rabbitra.amqp.Wired.SHORT;
import static io.rabbitra.amqp.Wired.address;
import static io.rabbitra.amqp.Wired.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.config.BrokerAddress;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class ConnectionIT {

  private final RabbitBroker broker;
  private final BrokerAdmin admin;
  private final FaultProxy proxy;
  private final Wired wired = new Wired();

  ConnectionIT(RabbitBroker broker, BrokerAdmin admin) {
    this.broker = broker;
    this.admin = admin;
    this.proxy = new FaultProxy(broker);
  }

  @AfterEach
  void close() {
    wired.close();
    proxy.close();
  }

  @Test
  void nextAddressIsTakenWhenTheFirstRefuses() throws Exception {
    proxy.refuse(true);
    AmqpConnection connection =
        wired.open(
            settings(
                List.of(address(proxy.uri(), false), address(broker.uri(), false)),
                "guest",
                "/",
                10,
                null));
    assertThat(connection.address().port()).isEqualTo(broker.port());
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void shuffledAddressesAreTriedInAnyOrder() throws Exception {
    BrokerSettings ordered =
        settings(
            List.of(address(proxy.uri(), false), address(broker.uri(), false)),
            "guest",
            "/",
            10,
            null);
    BrokerSettings shuffled =
        new BrokerSettings(
            ordered.addresses(),
            true,
            "guest",
            "guest",
            "/",
            10,
            5_000,
            ordered.connectionName(),
            10,
            ordered.tls(),
            ordered.saslMechanism());
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 40 && ports.size() < 2; i++) {
      AmqpConnection connection = wired.open(shuffled);
      ports.add(connection.address().port());
      connection.abort();
    }
    assertThat(ports).containsExactlyInAnyOrder(proxy.port(), broker.port());
  }

  @Test
  void wrongPasswordIsRefusedAtOnceAndNeverShown() {
    BrokerAddress viaProxy = address(proxy.uri(), false);
    BrokerException e =
        failure(
            settings(
                List.of(
                    new BrokerAddress("localhost", viaProxy.port(), false),
                    address(broker.uri(), false)),
                "Sesame4711",
                "/",
                10,
                null));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.AUTHENTICATION);
    for (Throwable t = e; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain("Sesame4711");
    }
    assertThat(proxy.methodsSent().stream().filter("connection.start-ok"::equals)).hasSize(1);
  }

  @Test
  void brokenLoginIsNoRefusedLogin() throws Exception {
    proxy.stallInbound();
    CompletableFuture<BrokerException> failed = new CompletableFuture<>();
    wired.threads.control().execute(() -> failed.complete(failure(settings(proxy.uri(), 10))));
    await().until(() -> proxy.connections() == 1);
    proxy.cut();
    assertThat(failed.get().kind()).isEqualTo(BrokerException.Kind.UNREACHABLE);
  }

  @Test
  void unknownVirtualHostIsNotAllowed() {
    BrokerException e =
        failure(settings(List.of(address(broker.uri(), false)), "guest", "nowhere", 10, null));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.NOT_ALLOWED);
    assertThat(e).hasMessageContaining("nowhere");
  }

  @Test
  void unreachableAddressIsNamedOnce() {
    proxy.refuse(true);
    BrokerException e = failure(settings(proxy.uri(), 10));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.UNREACHABLE);
    assertThat(e)
        .hasMessage("cannot connect to 127.0.0.1:" + proxy.port() + ": Connection refused");
  }

  @Test
  void unknownHostIsSaid() {
    BrokerException e =
        failure(
            settings(
                List.of(new BrokerAddress("no-such-host.invalid", 5672, false)),
                "guest",
                "/",
                10,
                null));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.UNREACHABLE);
    assertThat(e).hasMessage("cannot connect to no-such-host.invalid:5672: unknown host");
  }

  @Test
  void cancelledAttemptEndsEarly() throws Exception {
    proxy.stall();
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    BrokerSettings settings = settings(proxy.uri(), 10);
    wired
        .threads
        .control()
        .execute(
            () -> {
              try {
                wired.runtime.open(settings, "test", ConnectionListener.NONE, cancellation);
              } catch (BrokerException e) {
                failed.complete(e);
              }
            });
    await().until(() -> proxy.connections() == 1);
    cancellation.cancel();
    assertThat(failed).succeedsWithin(Duration.ofSeconds(2));
  }

  @Test
  void closeByTheOperatorIsALossWithItsReason() throws Exception {
    AmqpConnection connection = wired.open(settings(broker.uri(), 10), "doomed");
    admin.closeConnections("doomed");
    await().until(() -> wired.losses.size() == 1);
    assertThat(wired.losses.get(0).kind()).isEqualTo(BrokerException.Kind.CLOSED);
    assertThat(wired.losses.get(0))
        .hasMessageStartingWith("the broker closed the connection: 320 ")
        .hasMessageContaining("closed by a test");
    connection.close(SHORT);
    turn();
    assertThat(wired.losses).hasSize(1);
    assertThat(wired.runtime.openConnections()).isZero();
  }

  @Test
  void cutConnectionIsALossAndOwnEndIsNone() throws Exception {
    AmqpConnection cut = wired.open(settings(proxy.uri(), 10));
    AmqpConnection closed = wired.open(settings(broker.uri(), 10));
    AmqpConnection aborted = wired.open(settings(broker.uri(), 10));
    closed.close(SHORT);
    aborted.abort();
    proxy.cut();
    await().until(() -> !wired.losses.isEmpty());
    turn();
    assertThat(wired.losses).hasSize(1);
    assertThat(wired.losses.get(0).kind()).isEqualTo(BrokerException.Kind.UNREACHABLE);
    assertThat(cut.isOpen() || closed.isOpen() || aborted.isOpen()).isFalse();
    assertThat(catchThrowableOfType(BrokerException.class, cut::openChannel).kind())
        .isEqualTo(BrokerException.Kind.CLOSED);
  }

  @Test
  void errorsOfAChannelLeaveTheConnectionOpen() throws Exception {
    AmqpConnection connection = wired.open(settings(broker.uri(), 10));
    AmqpChannel missing = connection.openChannel();
    BrokerException e =
        catchThrowableOfType(BrokerException.class, () -> missing.checkQueue("no-such-queue"));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.NOT_FOUND);
    assertThat(e).hasMessageStartingWith("cannot find queue 'no-such-queue': the broker closed");
    assertThat(catchThrowableOfType(BrokerException.class, () -> missing.ack(1, false)).kind())
        .isEqualTo(BrokerException.Kind.NOT_FOUND);
    missing.close();
    String queue = connection.openChannel().declareExclusiveQueue();
    AmqpConnection other = wired.open(settings(broker.uri(), 10));
    assertThat(
            catchThrowableOfType(BrokerException.class, () -> other.openChannel().checkQueue(queue))
                .kind())
        .isEqualTo(BrokerException.Kind.RESOURCE_LOCKED);
    assertThat(connection.isOpen() && other.isOpen()).isTrue();
  }

  @Test
  void consumerCancelledByTheBrokerMayBeCancelledAgain() throws Exception {
    admin.declareQueue("cancelled");
    AmqpConnection connection = wired.open(settings(broker.uri(), 10));
    AmqpChannel channel = connection.openChannel();
    Recorder recorder = new Recorder();
    String tag = channel.consume("cancelled", Map.of(), recorder);
    admin.deleteQueue("cancelled");
    await().until(() -> recorder.cancels.get() == 1);
    channel.cancel(tag);
    assertThat(connection.isOpen() && channel.isOpen()).isTrue();
  }

  @Test
  void callbackThatThrowsDoesNoHarm() throws Exception {
    admin.declareQueue("thrower");
    AmqpConnection connection = wired.open(settings(broker.uri(), 10));
    AmqpChannel channel = connection.openChannel();
    Recorder recorder =
        new Recorder() {
          @Override
          public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            super.delivered(envelope, properties, body);
            throw new IllegalStateException("thrown by a test");
          }
        };
    channel.consume("thrower", Map.of(), recorder);
    admin.publish("thrower", "1", "2", "3");
    await().until(() -> recorder.deliveries.get() == 3);
    channel.checkQueue("thrower");
    admin.deleteQueue("thrower");
  }

  @Test
  void blockedEventLoopIsNoticedAndHarmsNoOtherRuntime() throws Exception {
    admin.declareQueue("blocker");
    CountDownLatch release = new CountDownLatch(1);
    try (Wired other = new Wired()) {
      AmqpConnection unaffected = other.open(settings(broker.uri(), 1));
      AmqpConnection connection = wired.open(settings(broker.uri(), 1));
      Recorder recorder =
          new Recorder() {
            @Override
            public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
          };
      connection.openChannel().consume("blocker", Map.of(), recorder);
      admin.publish("blocker", "stop");
      await().until(() -> !wired.losses.isEmpty());
      assertThat(wired.losses.get(0)).hasMessageContaining("event loop does not turn");
      assertThat(connection.isOpen()).isFalse();
      unaffected.openChannel().checkQueue("blocker");
      assertThat(other.losses).isEmpty();
    } finally {
      release.countDown();
    }
    admin.deleteQueue("blocker");
  }

  @Test
  void manyConnectionsShareOneThreadAndStopLeavesNone() throws Exception {
    Set<Thread> before = liveThreads();
    Wired many = new Wired();
    List<AmqpConnection> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      AmqpConnection connection = many.open(settings(broker.uri(), 2));
      connection.openChannel();
      all.add(connection);
    }
    assertThat(many.runtime.openConnections()).isEqualTo(200);
    Set<Thread> made = liveThreads();
    made.removeAll(before);
    assertThat(made).hasSizeLessThan(12).allMatch(t -> t.getName().startsWith("rabbitra-"));
    assertThat(made.stream().filter(t -> t.getName().contains("event-loop"))).hasSize(1);
    all.get(0).close(SHORT);
    Set<String> seen = new HashSet<>();
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(many::close);
    while (!stopping.isDone()) {
      liveThreads().forEach(t -> seen.add(t.getName()));
    }
    stopping.get();
    assertThat(seen).noneMatch(name -> name.startsWith("rabbitmq-"));
    assertThat(all).noneMatch(AmqpConnection::isOpen);
    assertThat(many.losses).isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(liveThreads()).filteredOn(made::contains).as("threads left").isEmpty());
    await().until(() -> admin.connections().stream().noneMatch(c -> c.name().equals("test")));
  }

  /** Lets what the control lane has been given run. */
  private void turn() throws Exception {
    wired.threads.control().submit(() -> {}).get();
  }

  private BrokerException failure(BrokerSettings settings) {
    return catchThrowableOfType(BrokerException.class, () -> wired.open(settings));
  }

  private static Set<Thread> liveThreads() {
    return Thread.getAllStackTraces().keySet().stream().collect(Collectors.toSet());
  }

  private static class Recorder implements DeliveryListener {

    final AtomicInteger deliveries = new AtomicInteger();
    final AtomicInteger cancels = new AtomicInteger();

    @Override
    public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      deliveries.incrementAndGet();
    }

    @Override
    public void cancelled() {
      cancels.incrementAndGet();
    }

    @Override
    public void closed(BrokerException failure) {}
  }

  /** With a heartbeat of 10 s the client waits as long for each channel that does not end. */
  @Test
  void manyConnectionsThatTheBrokerClosesAtOnceEndAtOnce() throws Exception {
    BrokerSettings settings =
        settings(List.of(address(broker.uri(), false)), "guest", "/", 10, null);
    for (int i = 0; i < 5; i++) {
      AmqpConnection connection = wired.open(settings);
      connection.openChannel();
      connection.openChannel();
    }
    admin.closeAllConnections();
    await()
        .atMost(Duration.ofSeconds(8))
        .untilAsserted(
            () ->
                assertThat(wired.losses)
                    .hasSize(5)
                    .allMatch(loss -> loss.getMessage().contains("CONNECTION_FORCED")));
    assertThat(wired.open(settings).isOpen()).isTrue();
  }
}
