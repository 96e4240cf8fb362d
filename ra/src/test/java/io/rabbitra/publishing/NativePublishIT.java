package io.rabbitra.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.impl.LongStringHelper;
import io.rabbitra.AmqpConnection;
import io.rabbitra.AmqpConnectionFactory;
import io.rabbitra.AmqpException;
import io.rabbitra.AmqpException.Reason;
import io.rabbitra.AmqpMessage;
import io.rabbitra.AmqpProperties;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.outbound.AmqpManagedConnectionFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What arrives of what the native view publishes, and what its exceptions say. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
class NativePublishIT {

  private static final AmqpProperties PLAIN = AmqpProperties.builder().build();
  private static final byte[] BODY = {0, -1, 'x', 13, 10};
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final String name = "native-" + UUID.randomUUID();
  private final AmqpManagedConnectionFactory factory = new AmqpManagedConnectionFactory();
  private final RabbitBroker broker;
  private final BrokerAdmin admin;
  private AmqpConnection connection;

  NativePublishIT(RabbitBroker broker, BrokerAdmin admin) {
    this.broker = broker;
    this.admin = admin;
    factory.setUri(broker.uri());
  }

  @BeforeEach
  void open() {
    admin.declareQueue(name);
    connection = ((AmqpConnectionFactory) factory.createConnectionFactory()).getConnection();
  }

  @AfterEach
  void close() {
    connection.close();
    factory.close();
    admin.deleteQueue(name);
  }

  @Test
  void everyPropertyArrivesAsItWasSet() {
    connection.publish(
        "",
        name,
        AmqpProperties.builder()
            .contentType("application/octet-stream")
            .contentEncoding("identity")
            .header("h", 1)
            .persistent(false)
            .priority(7)
            .correlationId("correlation")
            .replyTo("replies")
            .expiration(Duration.ofHours(1))
            .messageId("id \u00e4")
            .timestamp(NOON)
            .type("order")
            .userId("guest")
            .appId("shop")
            .build(),
        BODY);

    GetResponse arrived = admin.get(name).orElseThrow();
    assertThat(arrived.getBody()).isEqualTo(BODY);
    assertThat(arrived.getProps())
        .isEqualTo(
            new AMQP.BasicProperties.Builder()
                .contentType("application/octet-stream")
                .contentEncoding("identity")
                .headers(Map.of("h", 1))
                .deliveryMode(1)
                .priority(7)
                .correlationId("correlation")
                .replyTo("replies")
                .expiration("3600000")
                .messageId("id \u00e4")
                .timestamp(Date.from(NOON))
                .type("order")
                .userId("guest")
                .appId("shop")
                .build());
  }

  @Test
  void whatIsNotSetIsNotOnTheWire() {
    connection.publish("", name, PLAIN, new byte[0]);

    GetResponse arrived = admin.get(name).orElseThrow();
    assertThat(arrived.getBody()).isEmpty();
    assertThat(arrived.getProps())
        .isEqualTo(new AMQP.BasicProperties.Builder().deliveryMode(2).build());
  }

  @Test
  void everyTypeOfHeaderArrivesAsTheSameTypeOfAmqp() {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("string", "text \u00e4");
    headers.put("boolean", true);
    headers.put("byte", (byte) -1);
    headers.put("short", (short) 2);
    headers.put("int", 3);
    headers.put("long", 4L);
    headers.put("float", 5.5f);
    headers.put("double", 6.5);
    headers.put("decimal", new BigDecimal("-21474836.48"));
    headers.put("bytes", new byte[] {7, 0, -7});
    headers.put("instant", NOON);
    headers.put("date", Date.from(NOON));
    headers.put("list", Arrays.asList(1, "two", null, List.of(NOON)));
    headers.put("map", Map.of("inner", Map.of("n", 8L)));
    headers.put("null", null);

    connection.publish("", name, AmqpProperties.builder().headers(headers).build(), BODY);

    Map<String, Object> arrived = admin.get(name).orElseThrow().getProps().getHeaders();
    Map<String, Object> expected = new LinkedHashMap<>(headers);
    expected.put("string", LongStringHelper.asLongString("text \u00e4"));
    expected.put("instant", Date.from(NOON));
    expected.put(
        "list",
        Arrays.asList(1, LongStringHelper.asLongString("two"), null, List.of(Date.from(NOON))));
    assertThat(arrived.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (header, value) -> assertThat(arrived.get(header)).as(header).isEqualTo(value));
  }

  @Test
  void goesToAnExchangeByItsRoutingKey() {
    String exchange = name + "-topic";
    withExchange(
        exchange,
        BuiltinExchangeType.TOPIC,
        () -> {
          admin.bindQueue(name, exchange, "news.*");

          connection.publish(exchange, "news.sport", PLAIN, BODY);

          GetResponse arrived = admin.get(name).orElseThrow();
          assertThat(arrived.getEnvelope().getExchange()).isEqualTo(exchange);
          assertThat(arrived.getEnvelope().getRoutingKey()).isEqualTo("news.sport");
        });
  }

  @Test
  void unroutableMessageIsAnErrorUnlessItIsNotMandatory() {
    AmqpException e = failure(() -> connection.publish("", name + "-none", PLAIN, BODY));
    assertThat(e.reason()).isEqualTo(Reason.UNROUTABLE);
    assertThat(e.outcomeUnknown()).isFalse();
    assertThat(e).hasMessageContaining(name + "-none").hasMessageContaining("312");

    connection.publish(AmqpMessage.toQueue(name + "-none", PLAIN, BODY).withMandatory(false));
    connection.publish("", name, PLAIN, BODY);
    assertThat(admin.readyMessages(name)).isEqualTo(1);
  }

  @Test
  void refusedMessageIsAnErrorAndThroughAnExchangeSomeQueuesMayHaveIt() {
    String full = name + "-full";
    String exchange = name + "-fanout";
    admin.declareQueue(full, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    try {
      connection.publish("", full, PLAIN, BODY);

      AmqpException e = failure(() -> connection.publish("", full, PLAIN, BODY));
      assertThat(e.reason()).isEqualTo(Reason.NACKED);
      assertThat(e.outcomeUnknown()).isFalse();

      withExchange(
          exchange,
          BuiltinExchangeType.FANOUT,
          () -> {
            admin.bindQueue(name, exchange, "");
            admin.bindQueue(full, exchange, "");
            AmqpException partly = failure(() -> connection.publish(exchange, "", PLAIN, BODY));
            assertThat(partly.reason()).isEqualTo(Reason.NACKED);
            assertThat(partly.outcomeUnknown()).isTrue();
            assertThat(admin.readyMessages(name)).isEqualTo(1);
          });
    } finally {
      admin.deleteQueue(full);
    }
  }

  @Test
  void whatClosesTheChannelIsSaidAndTheNextPublishWorks() {
    AmqpException missing = failure(() -> connection.publish(name + "-none", "", PLAIN, BODY));
    assertThat(missing.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(missing.outcomeUnknown()).isFalse();

    AmqpProperties forged = AmqpProperties.builder().userId("somebody").build();
    AmqpException wrong = failure(() -> connection.publish("", name, forged, BODY));
    assertThat(wrong.reason()).isEqualTo(Reason.INVALID);

    AmqpProperties large = AmqpProperties.builder().header("h", "x".repeat(200_000)).build();
    AmqpException tooLarge = failure(() -> connection.publish("", name, large, BODY));
    assertThat(tooLarge.reason()).isEqualTo(Reason.INVALID);
    assertThat(tooLarge.outcomeUnknown()).isFalse();

    connection.publish("", name, PLAIN, BODY);
    assertThat(admin.readyMessages(name)).isEqualTo(1);
  }

  @Test
  void batchPartlyRefusedSaysWhichThoughNoMessageHasAnId() {
    String full = name + "-full";
    admin.declareQueue(full, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    admin.publish(full, "fills it");
    try {
      List<AmqpMessage> batch =
          List.of(
              AmqpMessage.toQueue(name, PLAIN, BODY),
              AmqpMessage.toQueue(name + "-none", PLAIN, BODY),
              AmqpMessage.toQueue(full, PLAIN, BODY),
              AmqpMessage.toQueue(name + "-none", PLAIN, BODY).withMandatory(false),
              AmqpMessage.toQueue(name, PLAIN, BODY));

      AmqpException e = failure(() -> connection.publishAll(batch));

      assertThat(e.outcomes())
          .extracting(AmqpException.Outcome::reason)
          .containsExactly(null, Reason.UNROUTABLE, Reason.NACKED, null, null);
      assertThat(e.outcomes())
          .extracting(AmqpException.Outcome::status)
          .containsExactly(
              AmqpException.Status.CONFIRMED,
              AmqpException.Status.NOT_PUBLISHED,
              AmqpException.Status.NOT_PUBLISHED,
              AmqpException.Status.CONFIRMED,
              AmqpException.Status.CONFIRMED);
      assertThat(e.reason()).isEqualTo(Reason.UNROUTABLE);
      assertThat(e).hasMessageStartingWith("2 of 5 messages are not confirmed");
      assertThat(admin.readyMessages(name)).isEqualTo(2);
    } finally {
      admin.deleteQueue(full);
    }
  }

  @Test
  void batchThatTheBrokerClosesTheChannelForIsOfUnknownOutcomeAndTheNextOneWorks() {
    AmqpMessage good = AmqpMessage.toQueue(name, PLAIN, BODY);
    AmqpMessage bad = AmqpMessage.of(name + "-none", "", PLAIN, BODY);

    AmqpException e = failure(() -> connection.publishAll(List.of(good, bad, good)));

    // Which of them the broker has refused, nobody knows.
    assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(e).hasMessageContaining("404");
    assertThat(e.outcomeUnknown()).isTrue();
    assertThat(e.outcomes().get(1).status()).isNotEqualTo(AmqpException.Status.CONFIRMED);
    assertThat(e.outcomes().get(2).status()).isNotEqualTo(AmqpException.Status.CONFIRMED);
    admin.purgeQueue(name);
    connection.publishAll(List.of(good, good));
    assertThat(admin.readyMessages(name)).isEqualTo(2);
  }

  /** The routing of a headers exchange is not in the routing key. */
  @Test
  void batchOfMessagesThatDifferInTheirHeadersOnlySaysWhichIsUnroutable() {
    String exchange = name + "-headers";
    withExchange(
        exchange,
        BuiltinExchangeType.HEADERS,
        () -> {
          onClient(channel -> channel.queueBind(name, exchange, "", Map.of("kind", "known")));
          List<AmqpMessage> batch = new ArrayList<>();
          for (String kind : List.of("known", "known", "unknown", "known")) {
            AmqpProperties properties =
                AmqpProperties.builder().messageId("the same").header("kind", kind).build();
            batch.add(AmqpMessage.of(exchange, "", properties, BODY));
          }

          AmqpException e = failure(() -> connection.publishAll(batch));

          assertThat(e.outcomes())
              .extracting(AmqpException.Outcome::reason)
              .containsExactly(null, null, Reason.UNROUTABLE, null);
        });
  }

  @Test
  void batchesArriveInTheirOrder() {
    List<AmqpMessage> batch = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      batch.add(AmqpMessage.toQueue(name, PLAIN, Integer.toString(i).getBytes(UTF_8)));
    }

    connection.publishAll(batch);
    connection.publishAll(List.of());

    assertThat(admin.readyMessages(name)).isEqualTo(1000);
    onClient(
        channel -> {
          for (int i = 0; i < 1000; i++) {
            assertThat(channel.basicGet(name, true).getBody()).asString().isEqualTo("" + i);
          }
          return null;
        });
  }

  @Test
  void batchEndsWithAMessageThatHasNoFormInAmqp() {
    AmqpProperties large = AmqpProperties.builder().header("h", "x".repeat(200_000)).build();

    AmqpException e =
        failure(
            () ->
                connection.publishAll(
                    List.of(
                        AmqpMessage.toQueue(name, PLAIN, BODY),
                        AmqpMessage.toQueue(name, large, BODY),
                        AmqpMessage.toQueue(name, PLAIN, BODY))));

    assertThat(e.outcomes())
        .extracting(AmqpException.Outcome::status)
        .containsExactly(
            AmqpException.Status.CONFIRMED,
            AmqpException.Status.NOT_PUBLISHED,
            AmqpException.Status.NOT_PUBLISHED);
    assertThat(e.outcomes())
        .extracting(AmqpException.Outcome::reason)
        .containsExactly(null, Reason.INVALID, Reason.UNAVAILABLE);
    assertThat(admin.readyMessages(name)).isEqualTo(1);
  }

  @Test
  void severalThreadsPublishThroughOneHandle() throws Exception {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          CompletableFuture.runAsync(
              () ->
                  Collections.nCopies(50, BODY)
                      .forEach(b -> connection.publish("", name, PLAIN, b))));
    }

    CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

    assertThat(admin.readyMessages(name)).isEqualTo(200);
  }

  /** RabbitMQ before 4.3 returns a mandatory message that it has delivered. */
  @Test
  void directReplyThatArrivesIsNoError() throws Exception {
    BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    onClient(
        channel -> {
          channel.basicConsume(
              "amq.rabbitmq.reply-to",
              true,
              (tag, delivery) -> replies.add(new String(delivery.getBody(), UTF_8)),
              tag -> {});
          channel.basicPublish(
              "",
              name,
              new AMQP.BasicProperties.Builder().replyTo("amq.rabbitmq.reply-to").build(),
              BODY);
          String address =
              org.awaitility.Awaitility.await()
                  .until(() -> channel.basicGet(name, true), got -> got != null)
                  .getProps()
                  .getReplyTo();

          connection.publish("", address, PLAIN, "reply".getBytes(UTF_8));

          assertThat(replies.poll(10, TimeUnit.SECONDS)).isEqualTo("reply");
          return null;
        });
  }

  private void withExchange(String exchange, BuiltinExchangeType type, Runnable test) {
    admin.declareExchange(exchange, type);
    try {
      test.run();
    } finally {
      onClient(channel -> channel.exchangeDelete(exchange));
    }
  }

  private interface OnChannel {
    Object run(Channel channel) throws Exception;
  }

  /** With a client of its own, on the default transport. */
  private void onClient(OnChannel action) {
    ConnectionFactory client = new ConnectionFactory();
    client.setAutomaticRecoveryEnabled(false);
    try {
      client.setUri(broker.uri());
      try (Connection plain = client.newConnection()) {
        action.run(plain.createChannel());
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static AmqpException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable publish) {
    AmqpException e = catchThrowableOfType(AmqpException.class, publish);
    assertThat(e).as("what the publish throws").isNotNull();
    return e;
  }
}
