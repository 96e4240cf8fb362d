package io.rabbitra.amqp;

import static io.rabbitra.amqp.Wired.SHORT;
import static io.rabbitra.amqp.Wired.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AMQP;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.rabbitra.amqp.BrokerException.Kind;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many messages in one write. */
@ExtendWith(BrokerExtension.class)
class PublishAllIT {

  private final RabbitBroker broker;
  private final BrokerAdmin admin;
  private final FaultProxy proxy;
  private final Wired wired = new Wired();
  private final String queue = "all." + UUID.randomUUID();

  PublishAllIT(RabbitBroker broker, BrokerAdmin admin) {
    this.broker = broker;
    this.admin = admin;
    this.proxy = new FaultProxy(broker);
  }

  @BeforeEach
  void declareQueue() {
    admin.declareQueue(queue);
  }

  @AfterEach
  void close() {
    wired.close();
    proxy.close();
    admin.deleteQueue(queue);
  }

  @Test
  void messagesLeaveInOneFlushAndAreConfirmed() throws Exception {
    AmqpConnection connection = wired.open(settings(broker.uri(), 0));
    AmqpChannel channel = connection.openChannel();
    Flushes flushes = new Flushes();
    connection.socket().pipeline().addFirst(flushes);
    confirmed(channel.publishAll(List.of(message(queue, 1)), SHORT));
    int before = flushes.count.get();
    confirmed(channel.publishAll(messages(500, 1000), SHORT));
    assertThat(flushes.count.get() - before).isEqualTo(1);
    assertThat(admin.readyMessages(queue)).isEqualTo(501);
    // Nothing is held any more.
    channel.publish("", queue, true, properties(), new byte[1], SHORT).await(SHORT);
  }

  @Test
  void moreThanTheBoundLeavesInChunks() throws Exception {
    AmqpChannel channel = wired.open(settings(broker.uri(), 10)).openChannel();
    int bound = (int) AmqpRuntime.MAX_UNCONFIRMED_BYTES;
    List<Publication> messages = messages(40, 1 << 20);
    messages.add(message(queue, bound));
    messages.add(message(queue, 1));
    confirmed(channel.publishAll(messages, Duration.ofSeconds(30)));
    assertThat(admin.readyMessages(queue)).isEqualTo(42);
  }

  @Test
  void messageWithoutAnAmqpFormEndsTheBatch() throws Exception {
    AmqpChannel channel = wired.open(settings(broker.uri(), 10)).openChannel();
    List<Publication> messages = messages(2, 10);
    messages.add(message("k".repeat(300), 10));
    messages.addAll(messages(2, 10));
    List<PublishConfirm> confirms = channel.publishAll(messages, SHORT);
    confirmed(confirms.subList(0, 2));
    for (int i = 2; i < 5; i++) {
      BrokerException e = failure(confirms.get(i));
      assertThat(e.kind()).isEqualTo(i == 2 ? Kind.PRECONDITION_FAILED : Kind.CLOSED);
      assertThat(e.outcomeUnknown()).isFalse();
    }
    assertThat(admin.readyMessages(queue)).isEqualTo(2);
    confirmed(channel.publishAll(messages(3, 10), SHORT));
  }

  @Test
  void unroutableMessageFailsAlone() throws Exception {
    AmqpChannel channel = wired.open(settings(broker.uri(), 10)).openChannel();
    List<PublishConfirm> confirms =
        channel.publishAll(
            List.of(message(queue, 1), message("no-such-queue", 1), message(queue, 1)), SHORT);
    confirms.get(0).await(SHORT);
    confirms.get(2).await(SHORT);
    BrokerException e = failure(confirms.get(1));
    assertThat(e.kind()).isEqualTo(Kind.UNROUTABLE);
    assertThat(e.outcomeUnknown()).isFalse();
  }

  @Test
  void lostConnectionLeavesTheOutcomeOfWhatWasWrittenUnknown() throws Exception {
    AmqpConnection connection = wired.open(settings(proxy.uri(), 60));
    AmqpChannel channel = connection.openChannel();
    confirmed(channel.publishAll(messages(1, 1), SHORT));
    proxy.stall();
    List<Publication> messages = messages(20, 1 << 20);
    List<PublishConfirm> confirms = channel.publishAll(messages, Duration.ofMillis(300));
    assertThat(confirms).hasSize(20);
    connection.abort();
    for (int i = 0; i < 20; i++) {
      boolean written = i < AmqpRuntime.MAX_UNCONFIRMED_BYTES >> 20;
      BrokerException e = failure(confirms.get(i));
      assertThat(e.outcomeUnknown()).as("%d: %s", i, e.getMessage()).isEqualTo(written);
      assertThat(e.kind()).isEqualTo(written ? Kind.UNREACHABLE : Kind.BLOCKED);
    }
    assertThat(failure(channel.publishAll(messages(1, 1), SHORT).get(0)).outcomeUnknown())
        .isFalse();
  }

  @Test
  void otherChannelsGoOnWhileBatchesArePublished() throws Exception {
    AmqpConnection connection = wired.open(settings(broker.uri(), 10));
    AmqpChannel batches = connection.openChannel();
    AmqpChannel other = connection.openChannel();
    AtomicInteger settled = new AtomicInteger();
    for (int i = 0; i < 50; i++) {
      for (PublishConfirm confirm : batches.publishAll(messages(50, 100), SHORT)) {
        confirm.onSettled(
            failure -> {
              if (failure == null) {
                settled.incrementAndGet();
              }
            });
      }
      other.publish("", queue, true, properties(), new byte[1], SHORT).await(SHORT);
    }
    confirmed(batches.publishAll(messages(1, 1), SHORT));
    assertThat(settled).hasValue(2500);
  }

  @Test
  void messageRefusedAloneIsCertainlyNotPublished() throws Exception {
    AmqpConnection connection = wired.open(settings(broker.uri(), 10));
    PublishConfirm alone =
        connection
            .openChannel()
            .publish("no-such-exchange", "k", true, properties(), new byte[1], SHORT);
    assertThat(failure(alone).outcomeUnknown()).isFalse();
    List<PublishConfirm> two =
        connection
            .openChannel()
            .publishAll(
                List.of(
                    new Publication("no-such-exchange", "k", true, properties(), new byte[1]),
                    message(queue, 1)),
                SHORT);
    assertThat(failure(two.get(0)).outcomeUnknown()).isTrue();
    assertThat(failure(two.get(1)).outcomeUnknown()).isTrue();
  }

  /** In no certain order: RabbitMQ may confirm a message before an older one. */
  @Test
  void everyConfirmIsToldOnce() throws Exception {
    AmqpChannel channel = wired.open(settings(broker.uri(), 10)).openChannel();
    List<Integer> told = new CopyOnWriteArrayList<>();
    List<PublishConfirm> confirms = channel.publishAll(messages(100, 10), SHORT);
    for (int i = 0; i < confirms.size(); i++) {
      int index = i;
      confirms.get(i).onSettled(failure -> told.add(index));
    }
    confirmed(confirms);
    confirmed(channel.publishAll(messages(1, 1), SHORT));
    assertThat(told).hasSize(100).doesNotHaveDuplicates();
  }

  private List<Publication> messages(int count, int bytes) {
    List<Publication> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(message(queue, bytes));
    }
    return messages;
  }

  private static Publication message(String routingKey, int bytes) {
    return new Publication("", routingKey, true, properties(), new byte[bytes]);
  }

  private static AMQP.BasicProperties properties() {
    return new AMQP.BasicProperties.Builder().messageId(UUID.randomUUID().toString()).build();
  }

  private static void confirmed(List<PublishConfirm> confirms) throws BrokerException {
    for (PublishConfirm confirm : confirms) {
      confirm.await(Duration.ofSeconds(30));
    }
  }

  private static BrokerException failure(PublishConfirm confirm) {
    return catchThrowableOfType(BrokerException.class, () -> confirm.await(SHORT));
  }

  private static final class Flushes extends ChannelOutboundHandlerAdapter {

    final AtomicInteger count = new AtomicInteger();

    @Override
    public void flush(ChannelHandlerContext ctx) {
      count.incrementAndGet();
      ctx.flush();
    }
  }
}
