package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.destination.RabbitTopic;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
class RedeliveryHistoryTest {

  private static final Envelope FIRST = new Envelope(1, false, "amq.topic", "order.new");
  private static final Envelope OF_COPY = new Envelope(1, false, "", "orders");
  private static final byte[] BODY = {};

  private static AMQP.BasicProperties properties(Map<String, Object> headers) {
    return new AMQP.BasicProperties.Builder()
        .contentType("text/plain")
        .deliveryMode(2)
        .headers(headers)
        .build();
  }

  /** What a consumer gets of a message that failed as often as there are envelopes. */
  private static AMQP.BasicProperties copy(
      AMQP.BasicProperties original, long now, Envelope... failed) throws Exception {
    AMQP.BasicProperties last = original;
    for (Envelope envelope : failed) {
      RedeliveryHistory next =
          RedeliveryHistory.of(envelope, last).afterFailure(envelope, last, now);
      last = Wire.transfer(next.copy("orders", last, now));
    }
    return last;
  }

  private static RabbitMessage received(Envelope envelope, AMQP.BasicProperties properties) {
    return Wire.MAPPER.decode(envelope, properties, BODY);
  }

  @Test
  void copyCountsAndLooksAsTheOriginal() throws Exception {
    AMQP.BasicProperties second = copy(properties(Map.of("color", "red")), 0, FIRST, OF_COPY);
    RabbitMessage message = received(OF_COPY, second);
    assertThat(RedeliveryHistory.of(OF_COPY, second).failed()).isEqualTo(2);
    assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(3);
    assertThat(message.getJMSRedelivered()).isTrue();
    assertThat(message.getJMSDestination()).isEqualTo(new RabbitTopic("order.new"));
    assertThat(message.getJMSExpiration()).isZero();
    assertThat(Collections.list(message.getPropertyNames()))
        .containsExactlyInAnyOrder("color", "JMSXDeliveryCount");
    assertThat(second.getDeliveryMode()).isEqualTo(2);
    assertThat(second.getExpiration()).isNull();
  }

  @Test
  void deliveriesThatTheBrokerCountsAreSeenButDoNotCountAsFailures() throws Exception {
    AMQP.BasicProperties first = properties(Map.of("x-delivery-count", 4L));
    AMQP.BasicProperties second = copy(first, 0, FIRST);
    assertThat(RedeliveryHistory.of(OF_COPY, second).failed()).isEqualTo(1);
    assertThat(second.getHeaders()).doesNotContainKey("x-delivery-count");
    assertThat(received(OF_COPY, second).getIntProperty("JMSXDeliveryCount")).isEqualTo(6);
    assertThat(RedeliveryHistory.countedByBroker(first)).isEqualTo(4);
  }

  @Test
  void historyEndsWhereTheMessageGoesElsewhere() throws Exception {
    AMQP.BasicProperties second = copy(properties(Map.of()), 0, FIRST);
    Envelope moved = new Envelope(1, false, "", "parked");
    Envelope routed = new Envelope(1, false, "dlx", "orders");
    for (Envelope envelope : List.of(moved, routed)) {
      assertThat(RedeliveryHistory.of(envelope, second).isOfCopy()).isFalse();
      assertThat(received(envelope, second).getJMSRedelivered()).isFalse();
    }
  }

  @Test
  void historyEndsWithDeadLetteringButNotWithADelay() throws Exception {
    AMQP.BasicProperties second = copy(properties(Map.of()), 0, FIRST);
    for (String queue : List.of("orders", "rabbitra.delay.0")) {
      Map<String, Object> headers = new HashMap<>(second.getHeaders());
      headers.put("x-death", List.of(Map.of("queue", queue, "count", 1L)));
      AMQP.BasicProperties arrived = Wire.transfer(second.builder().headers(headers).build());
      assertThat(RedeliveryHistory.of(OF_COPY, arrived).failed())
          .isEqualTo(queue.equals("orders") ? 0 : 1);
    }
  }

  @Test
  void forgedHistoryIsHarmless() throws Exception {
    Map<String, Object> told =
        Map.of(
            "queue", "orders",
            "exchange", "",
            "routing-key", "orders",
            "failed", -5L,
            "delivered", "many",
            "headers", Map.of("JMSXUserID", "root", "x-death", "no list"));
    AMQP.BasicProperties forged = Wire.transfer(properties(Map.of("rabbitra-redelivery", told)));
    RedeliveryHistory history = RedeliveryHistory.of(OF_COPY, forged);
    assertThat(history.failed()).isZero();
    assertThat(history.headers()).containsOnlyKeys("x-death");
    assertThat(received(OF_COPY, forged).getStringProperty("JMSXUserID")).isNull();
    AMQP.BasicProperties noTable = properties(Map.of("rabbitra-redelivery", "text"));
    assertThat(RedeliveryHistory.of(OF_COPY, noTable).isOfCopy()).isFalse();
  }

  @Test
  void headersTheBrokerActsUponTravelInTheHistory() throws Exception {
    List<Object> deaths = List.of(Map.of("queue", "retry", "count", 2L));
    AMQP.BasicProperties first =
        properties(Map.of("CC", List.of("audit"), "x-death", deaths, "x-first-death-queue", "q"));
    AMQP.BasicProperties second = copy(first, 0, FIRST, OF_COPY);
    assertThat(second.getHeaders()).containsOnlyKeys("rabbitra-redelivery");
    assertThat(Collections.list(received(OF_COPY, second).getPropertyNames()))
        .contains("CC", "x-death", "x-first-death-queue");
    assertThat(RedeliveryHistory.of(OF_COPY, second).shownHeaders(second))
        .containsOnlyKeys("CC", "x-death", "x-first-death-queue");
    Map<String, Object> original =
        RedeliveryHistory.of(OF_COPY, second).original(second).getHeaders();
    assertThat(original).containsOnlyKeys("x-death", "x-first-death-queue");
    assertThat(original.get("x-death").toString()).contains("retry");
  }

  @Test
  void restOfTheTimeToLiveHolds() throws Exception {
    long sent = 1_700_000_000_000L;
    AMQP.BasicProperties first =
        properties(Map.of()).builder().expiration("60000").timestamp(new Date(sent)).build();
    AMQP.BasicProperties second = copy(first, sent + 20_000, FIRST);
    assertThat(second.getExpiration()).isEqualTo("40000");
    assertThat(received(OF_COPY, second).getJMSExpiration()).isEqualTo(sent + 60_000);
    AMQP.BasicProperties third = copy(second, sent + 50_000, OF_COPY);
    assertThat(third.getExpiration()).isEqualTo("10000");
    assertThat(received(OF_COPY, third).getJMSExpiration()).isEqualTo(sent + 60_000);
    assertThat(RedeliveryHistory.of(OF_COPY, third).expires()).isEqualTo(sent + 60_000);
    assertThat(RedeliveryHistory.of(OF_COPY, third).original(third).getHeaders())
        .doesNotContainKey("rabbitra-expiration");
  }

  @Test
  void senderWhoseClockContradictsTheBrokerIsNotBelieved() throws Exception {
    long now = 1_700_000_000_000L;
    for (long sent : new long[] {now - 600_000, now + 600_000}) {
      AMQP.BasicProperties first =
          properties(Map.of()).builder().expiration("60000").timestamp(new Date(sent)).build();
      assertThat(copy(first, now, FIRST).getExpiration()).isEqualTo("60000");
    }
    AMQP.BasicProperties unknown = properties(Map.of()).builder().expiration("60000").build();
    assertThat(copy(unknown, now, FIRST).getExpiration()).isEqualTo("60000");
  }
}
