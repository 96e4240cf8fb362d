package io.rabbitra.amqp;

import static io.rabbitra.amqp.Wired.SHORT;
import static io.rabbitra.amqp.Wired.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.BrokerException.Kind;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Consumers, transactions and topology of a channel. */
@ExtendWith(BrokerExtension.class)
class ChannelIT {

  private final RabbitBroker broker;
  private final BrokerAdmin admin;
  private final Wired wired = new Wired();
  private final String queue = "channel." + UUID.randomUUID();
  private AmqpConnection connection;
  private AmqpChannel channel;

  ChannelIT(RabbitBroker broker, BrokerAdmin admin) {
    this.broker = broker;
    this.admin = admin;
  }

  @BeforeEach
  void open() throws Exception {
    admin.declareQueue(queue);
    connection = wired.open(settings(broker.uri(), 10));
    channel = connection.openChannel();
  }

  @AfterEach
  void close() {
    wired.close();
    admin.deleteQueue(queue);
  }

  @Test
  void committedMessagesAndAcknowledgementsTakeEffectTogether() throws Exception {
    admin.publish(queue, "old");
    channel.txSelect();
    Box box = new Box();
    channel.consume(queue, Map.of(), box);
    channel.ack(box.next(), false);
    channel.publishInTx(message("", queue), SHORT);
    channel.txRollback();
    assertThat(box.tags.poll(200, TimeUnit.MILLISECONDS)).isNull();
    channel.publishInTx(message("", queue), SHORT);
    channel.ack(1, false);
    channel.txCommit();
    assertThat(box.next()).isEqualTo(2);
    channel.close();
    await().untilAsserted(() -> assertThat(admin.readyMessages(queue)).isEqualTo(1));
  }

  @Test
  void commitNamesWhatNoQueueTook() throws Exception {
    channel.txSelect();
    Publication lost = message("", "no-such-queue");
    channel.publishInTx(lost, SHORT);
    channel.publishInTx(message("", queue), SHORT);
    BrokerException e = catchThrowableOfType(BrokerException.class, () -> channel.txCommit());
    assertThat(e.kind()).isEqualTo(Kind.UNROUTABLE);
    assertThat(e).hasMessageContaining(lost.properties().getMessageId());
    assertThat(e.outcomeUnknown()).isFalse();
    assertThat(admin.readyMessages(queue)).isEqualTo(1);
    channel.publishInTx(message("", queue), SHORT);
    channel.txCommit();
    assertThat(admin.readyMessages(queue)).isEqualTo(2);
  }

  @Test
  void transactionLargerThanTheBoundIsPublished() throws Exception {
    channel.txSelect();
    for (int i = 0; i < 20; i++) {
      channel.publishInTx(new Publication("", queue, true, properties(), new byte[1 << 20]), SHORT);
    }
    channel.txCommit();
    assertThat(admin.readyMessages(queue)).isEqualTo(20);
  }

  @Test
  void messageWithoutAnAmqpFormLeavesTheTransactionUsable() throws Exception {
    channel.txSelect();
    BrokerException e =
        catchThrowableOfType(
            BrokerException.class, () -> channel.publishInTx(message("", "k".repeat(300)), SHORT));
    assertThat(e.kind()).isEqualTo(Kind.PRECONDITION_FAILED);
    assertThat(e.outcomeUnknown()).isFalse();
    channel.publishInTx(message("", queue), SHORT);
    channel.txCommit();
    assertThat(admin.readyMessages(queue)).isEqualTo(1);
  }

  @Test
  void refusedMessageFailsTheCommitAndNothingIsPublished() throws Exception {
    channel.txSelect();
    channel.publishInTx(message("", queue), SHORT);
    channel.publishInTx(message("no-such-exchange", queue), SHORT);
    BrokerException e = catchThrowableOfType(BrokerException.class, () -> channel.txCommit());
    assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(e.outcomeUnknown()).isFalse();
    assertThat(admin.readyMessages(queue)).isZero();
  }

  @Test
  void exclusiveConsumerIsTheOnlyOne() throws Exception {
    channel.consume(queue, true, Map.of(), new Box());
    AmqpChannel second = connection.openChannel();
    BrokerException e =
        catchThrowableOfType(
            BrokerException.class, () -> second.consume(queue, Map.of(), new Box()));
    assertThat(e.kind()).isEqualTo(Kind.ACCESS_REFUSED);
    assertThat(channel.queueInfo(queue)).isEqualTo(new QueueInfo(0, 1));
  }

  @Test
  void directReplyArrivesWithoutAnAcknowledgement() throws Exception {
    Box box = new Box();
    channel.consumeUnacknowledged("amq.rabbitmq.reply-to", box);
    AMQP.BasicProperties request =
        new AMQP.BasicProperties.Builder()
            .messageId("request")
            .replyTo("amq.rabbitmq.reply-to")
            .build();
    channel.publish("", queue, true, request, new byte[1], SHORT).await(SHORT);
    Box requests = new Box();
    AmqpChannel replier = connection.openChannel();
    replier.consume(queue, Map.of(), requests);
    requests.next();
    String replyTo = requests.properties.take().getReplyTo();
    replier.publish("", replyTo, false, properties(), new byte[1], SHORT).await(SHORT);
    box.next();
  }

  @Test
  void discardedMessageGoesToTheDeadLetterExchange() throws Exception {
    String dead = queue + ".dead";
    String source = queue + ".source";
    channel.declareQueue(dead, QueueLife.EXCLUSIVE, Map.of());
    channel.declareQueue(
        source,
        QueueLife.EXCLUSIVE,
        Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
    Box box = new Box();
    channel.consume(source, Map.of(), box);
    channel.publish("", source, true, properties(), new byte[1], SHORT).await(SHORT);
    channel.discard(box.next());
    await().untilAsserted(() -> assertThat(channel.queueInfo(dead).ready()).isEqualTo(1));
  }

  @Test
  void queueSharedWhileUsedGoesWithItsLastConsumer() throws Exception {
    String shared = queue + ".shared";
    channel.declareQueue(shared, QueueLife.SHARED_WHILE_USED, Map.of("x-queue-type", "classic"));
    AmqpChannel other = wired.open(settings(broker.uri(), 10)).openChannel();
    other.declareQueue(shared, QueueLife.SHARED_WHILE_USED, Map.of("x-queue-type", "classic"));
    String tag = channel.consume(shared, Map.of(), new Box());
    String last = other.consume(shared, Map.of(), new Box());
    channel.cancel(tag);
    assertThat(connection.queueExists(shared)).isTrue();
    other.cancel(last);
    await().untilAsserted(() -> assertThat(connection.queueExists(shared)).isFalse());
  }

  @Test
  void exchangesRouteToExchangesAndQueuesUntilUnbound() throws Exception {
    String outer = queue + ".outer";
    String inner = queue + ".inner";
    assertThat(connection.exchangeExists(outer)).isFalse();
    channel.declareExchange(outer, "topic", false, false);
    channel.declareExchange(inner, "fanout", true, true);
    channel.bindExchange(inner, outer, "a.*", Map.of());
    channel.bindQueue(queue, inner, "", Map.of());
    assertThat(connection.exchangeExists(outer)).isTrue();
    channel.publish(outer, "a.b", true, properties(), new byte[1], SHORT).await(SHORT);
    channel.unbindQueue(queue, inner, "", Map.of());
    assertThat(connection.exchangeExists(inner)).isFalse();
    PublishConfirm lost = channel.publish(outer, "a.b", true, properties(), new byte[1], SHORT);
    assertThat(catchThrowableOfType(BrokerException.class, () -> lost.await(SHORT)).kind())
        .isEqualTo(Kind.UNROUTABLE);
    channel.deleteExchange(outer);
    assertThat(connection.exchangeExists(outer)).isFalse();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void brokerSaysItsVersion() {
    assertThat(connection.serverVersion()).matches("[0-9]+\\.[0-9]+\\..*");
    boolean old = !broker.isAtLeast(4, 3);
    assertThat(connection.nackCountsAsAttempt()).isEqualTo(old);
  }

  private static Publication message(String exchange, String routingKey) {
    return new Publication(exchange, routingKey, true, properties(), new byte[] {1});
  }

  private static AMQP.BasicProperties properties() {
    return new AMQP.BasicProperties.Builder().messageId(UUID.randomUUID().toString()).build();
  }

  private static final class Box implements DeliveryListener {

    final BlockingQueue<Long> tags = new LinkedBlockingQueue<>();
    final BlockingQueue<AMQP.BasicProperties> properties = new LinkedBlockingQueue<>();

    long next() throws InterruptedException {
      Long tag = tags.poll(5, TimeUnit.SECONDS);
      assertThat(tag).isNotNull();
      return tag;
    }

    @Override
    public void delivered(Envelope envelope, AMQP.BasicProperties received, byte[] body) {
      properties.add(received);
      tags.add(envelope.getDeliveryTag());
    }

    @Override
    public void cancelled() {}

    @Override
    public void closed(BrokerException failure) {}
  }
}
