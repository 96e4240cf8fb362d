package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import io.rabbitra.AmqpDelivery;
import io.rabbitra.AmqpProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceivedPropertiesTest {

  private static AMQP.BasicProperties headers(Map<String, Object> headers) {
    return new AMQP.BasicProperties.Builder().headers(headers).build();
  }

  private static AmqpDelivery delivery(boolean redelivered, Map<String, Object> headers) {
    return NativeDelivery.of(Deliveries.of(1, redelivered, headers(headers)), "orders");
  }

  @Test
  void messageWithoutPropertiesIsTransientAndHasNone() {
    assertThat(ReceivedProperties.of(new AMQP.BasicProperties()))
        .isEqualTo(AmqpProperties.builder().persistent(false).build());
  }

  @Test
  void textsAreStringsAtEveryDepth() {
    Object text = LongStringHelper.asLongString("word");
    AmqpProperties properties =
        ReceivedProperties.of(headers(Map.of("list", List.of(text, Map.of("in", List.of(text))))));
    assertThat(properties.header("list")).isEqualTo(List.of("word", Map.of("in", List.of("word"))));
  }

  @Test
  void whatHasNoFormIsLeftOutAndNothingElse() {
    Object deep = "bottom";
    for (int i = 0; i < 2000; i++) {
      deep = List.of(deep);
    }
    Map<String, Object> headers = new HashMap<>();
    headers.put("deep", deep);
    headers.put("good", 1);
    headers.put("none", null);
    AMQP.BasicProperties received =
        headers(headers).builder().expiration("tomorrow").messageId("m").build();
    AmqpProperties properties = ReceivedProperties.of(received);
    assertThat(properties.headers()).containsOnlyKeys("good", "none");
    assertThat(properties.expiration()).isNull();
    assertThat(properties.messageId()).isEqualTo("m");
  }

  @Test
  void deliveryCountIsTheBrokersOrTheRedeliveredFlags() {
    assertThat(delivery(false, null).deliveryCount()).isEqualTo(1);
    assertThat(delivery(true, null).deliveryCount()).isEqualTo(2);
    assertThat(delivery(true, Map.of("x-delivery-count", 4L)).deliveryCount()).isEqualTo(5);
    assertThat(delivery(true, Map.of("x-delivery-count", 1, "x-acquired-count", 6)).deliveryCount())
        .isEqualTo(7);
    assertThat(delivery(true, Map.of("x-delivery-count", "x")).deliveryCount()).isEqualTo(2);
  }

  @Test
  void bodyIsACopyAndIsNotShown() {
    AmqpDelivery delivery = delivery(false, null);
    delivery.body()[0] = 0;
    assertThat(delivery.body()[0]).isNotZero();
    assertThat(delivery).asString().contains("orders").doesNotContain("message 1");
  }
}
