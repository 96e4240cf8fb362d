package io.rabbitra.amqp;

import static io.rabbitra.amqp.Wired.SHORT;
import static io.rabbitra.amqp.Wired.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class PublishIT {

  private static final String QUEUE = "published";
  private static final Duration LONG = Duration.ofSeconds(30);

  private final RabbitBroker broker;
  private final BrokerAdmin admin;
  private final FaultProxy proxy;
  private final Wired wired = new Wired();

  PublishIT(RabbitBroker broker, BrokerAdmin admin) {
    this.broker = broker;
    this.admin = admin;
    this.proxy = new FaultProxy(broker);
  }

  @BeforeEach
  void declareQueue() {
    admin.declareQueue(QUEUE);
  }

  @AfterEach
  void close() {
    wired.close();
    proxy.close();
    admin.deleteQueue(QUEUE);
  }

  @Test
  void confirmedMessageIsInTheQueue() throws Exception {
    AmqpChannel channel = wired.open(settings(broker.uri(), 10)).openChannel();
    publish(channel, QUEUE, 5).await(SHORT);
    assertThat(admin.readyMessages(QUEUE)).isEqualTo(1);
  }

  @Test
  void unroutableMessageIsReportedAndTheChannelGoesOn() throws Exception {
    AmqpChannel channel = wired.open(settings(broker.uri(), 10)).openChannel();
    PublishConfirm lost = publish(channel, "no-such-queue", 5);
    PublishConfirm routed = publish(channel, QUEUE, 5);
    BrokerException e = failure(lost);
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.UNROUTABLE);
    assertThat(e)
        .hasMessage("no queue took the message sent to queue 'no-such-queue': 312 NO_ROUTE");
    routed.await(SHORT);
  }

  @Test
  void missingExchangeEndsTheChannelOnly() throws Exception {
    AmqpConnection connection = wired.open(settings(broker.uri(), 10));
    AmqpChannel channel = connection.openChannel();
    PublishConfirm confirm =
        channel.publish("no-such-exchange", "k", true, properties(), new byte[1], SHORT);
    BrokerException e = failure(confirm);
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.NOT_FOUND);
    assertThat(e).hasMessageStartingWith("the broker closed the channel: 404 ");
    BrokerException again =
        catchThrowableOfType(BrokerException.class, () -> publish(channel, QUEUE, 1));
    assertThat(again.kind()).isEqualTo(BrokerException.Kind.NOT_FOUND);
    publish(connection.openChannel(), QUEUE, 5).await(SHORT);
  }

  @Test
  void messageRefusedByAFullQueueIsNacked() throws Exception {
    admin.declareQueue("full", Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    AmqpChannel channel = wired.open(settings(broker.uri(), 10)).openChannel();
    publish(channel, "full", 5).await(SHORT);
    await()
        .untilAsserted(
            () ->
                assertThat(failure(publish(channel, "full", 5)).kind())
                    .isEqualTo(BrokerException.Kind.NACKED));
    admin.deleteQueue("full");
  }

  @Test
  void messageThatCannotBeEncodedLeavesConfirmsInStep() throws Exception {
    AmqpChannel channel = wired.open(settings(broker.uri(), 10)).openChannel();
    publish(channel, QUEUE, 1).await(SHORT);
    byte[] body = new byte[(int) AmqpRuntime.MAX_UNCONFIRMED_BYTES - 1];
    for (int i = 0; i < 2; i++) {
      BrokerException e =
          catchThrowableOfType(
              BrokerException.class,
              () -> channel.publish("", "k".repeat(300), true, properties(), body, SHORT));
      assertThat(e.kind()).isEqualTo(BrokerException.Kind.PRECONDITION_FAILED);
      assertThat(e).hasMessageStartingWith("the message cannot be encoded: ");
    }
    PublishConfirm routed = publish(channel, QUEUE, 5);
    PublishConfirm unroutable = publish(channel, "no-such-queue", 5);
    routed.await(SHORT);
    assertThat(failure(unroutable).kind()).isEqualTo(BrokerException.Kind.UNROUTABLE);
  }

  @Test
  void publishersAndRequestsDoNotLockTheEventLoop() throws Exception {
    AmqpConnection connection = wired.open(settings(broker.uri(), 10));
    byte[] large = new byte[512 * 1024];
    List<Callable<Void>> jobs = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      AmqpChannel channel = connection.openChannel();
      jobs.add(
          () -> {
            List<PublishConfirm> confirms = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
              confirms.add(channel.publish("amq.fanout", "", false, properties(), large, LONG));
            }
            for (PublishConfirm confirm : confirms) {
              confirm.await(LONG);
            }
            return null;
          });
      jobs.add(
          () -> {
            for (int i = 0; i < 40; i++) {
              AmqpChannel other = connection.openChannel();
              other.checkQueue(QUEUE);
              channel.checkQueue(QUEUE);
              other.close();
            }
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(jobs.size());
    try {
      for (Future<Void> job : pool.invokeAll(jobs, 40, TimeUnit.SECONDS)) {
        job.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(wired.losses).isEmpty();
  }

  @Test
  void stalledPeerBlocksPublishersAtTheBoundAndNothingElse() throws Exception {
    AmqpConnection stalled = wired.open(settings(proxy.uri(), 60));
    AmqpChannel channel = stalled.openChannel();
    publish(channel, QUEUE, 1).await(SHORT);
    proxy.stallOutbound();
    List<PublishConfirm> admitted = new ArrayList<>();
    BrokerException blocked = null;
    long begin = 0;
    while (blocked == null && admitted.size() < 100) {
      begin = System.nanoTime();
      try {
        admitted.add(
            channel.publish(
                "", QUEUE, true, properties(), new byte[1 << 20], Duration.ofMillis(500)));
      } catch (BrokerException e) {
        blocked = e;
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(500), Duration.ofMillis(2000));
    assertThat(admitted).hasSize((int) (AmqpRuntime.MAX_UNCONFIRMED_BYTES >> 20));
    assertThat(blocked).isNotNull();
    assertThat(blocked.kind()).isEqualTo(BrokerException.Kind.BLOCKED);
    publish(wired.open(settings(broker.uri(), 10)).openChannel(), QUEUE, 10).await(SHORT);
    proxy.resume();
    for (PublishConfirm confirm : admitted) {
      confirm.await(LONG);
    }
    publish(channel, QUEUE, 1 << 20).await(LONG);
  }

  @Test
  void closeOfASilentConnectionEndsItsConfirms() throws Exception {
    AmqpConnection connection = wired.open(settings(proxy.uri(), 60));
    AmqpChannel channel = connection.openChannel();
    publish(channel, QUEUE, 1).await(SHORT);
    proxy.stall();
    PublishConfirm pending = publish(channel, QUEUE, 10);
    long begin = System.nanoTime();
    connection.close(Duration.ofMillis(300));
    assertThat(failure(pending).kind()).isEqualTo(BrokerException.Kind.CLOSED);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    assertThat(catchThrowableOfType(BrokerException.class, () -> publish(channel, QUEUE, 1)).kind())
        .isEqualTo(BrokerException.Kind.CLOSED);
    assertThat(wired.losses).isEmpty();
  }

  @Test
  void memoryAlarmBlocksPublishersByName() throws Exception {
    AmqpConnection connection = wired.open(settings(broker.uri(), 10));
    AmqpChannel channel = connection.openChannel();
    publish(channel, QUEUE, 1).await(SHORT);
    admin.raiseMemoryAlarm();
    PublishConfirm caught;
    try {
      // RabbitMQ tells a connection of the alarm when it publishes for the first time since.
      caught = publish(channel, QUEUE, 1);
      await().until(() -> connection.blockedReason() != null);
      BrokerException e =
          catchThrowableOfType(
              BrokerException.class,
              () ->
                  channel.publish(
                      "", QUEUE, true, properties(), new byte[1], Duration.ofMillis(300)));
      assertThat(e.kind()).isEqualTo(BrokerException.Kind.BLOCKED);
      assertThat(e).hasMessageContaining("memory").hasMessageContaining("nothing was published");
    } finally {
      admin.clearMemoryAlarm();
    }
    caught.await(LONG);
    publish(channel, QUEUE, 1).await(LONG);
    assertThat(admin.readyMessages(QUEUE)).isEqualTo(3);
    assertThat(connection.blockedReason()).isNull();
  }

  private static PublishConfirm publish(AmqpChannel channel, String queue, int bytes)
      throws BrokerException {
    return channel.publish("", queue, true, properties(), new byte[bytes], SHORT);
  }

  private static AMQP.BasicProperties properties() {
    return new AMQP.BasicProperties.Builder().messageId(UUID.randomUUID().toString()).build();
  }

  private static BrokerException failure(PublishConfirm confirm) {
    return catchThrowableOfType(BrokerException.class, () -> confirm.await(SHORT));
  }
}
