package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.message.RedeliveryHistory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

  private static final class Silent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  private static AMQP.BasicProperties deadLetter(
      AMQP.BasicProperties properties, Throwable thrown, boolean brief) {
    Envelope envelope = new Envelope(1, false, "shop", "order.new");
    return DeadLetter.of(
        properties,
        "orders",
        RedeliveryHistory.of(envelope, properties),
        4,
        thrown,
        1_700_000_000_000L,
        brief);
  }

  private static AMQP.BasicProperties properties(Map<String, Object> headers) {
    return new AMQP.BasicProperties.Builder()
        .messageId("m1")
        .deliveryMode(2)
        .expiration("5000")
        .userId("sender")
        .headers(headers)
        .build();
  }

  @Test
  void saysWhereTheMessageComesFromAndWhyItIsThere() {
    Throwable thrown = new IllegalStateException("wrapped", new ArithmeticException("by zero"));
    AMQP.BasicProperties dead = deadLetter(properties(Map.of("color", "red")), thrown, false);
    assertThat(dead.getHeaders())
        .containsOnly(
            Map.entry("color", "red"),
            Map.entry("x-original-queue", "orders"),
            Map.entry("x-original-exchange", "shop"),
            Map.entry("x-original-routing-key", "order.new"),
            Map.entry("x-original-user-id", "sender"),
            Map.entry("x-exception-class", "java.lang.IllegalStateException"),
            Map.entry("x-exception-message", "wrapped"),
            Map.entry("x-exception-cause", "java.lang.ArithmeticException: by zero"),
            Map.entry("x-failed-deliveries", 4L),
            Map.entry("x-dead-lettered-time", 1_700_000_000_000L));
    assertThat(dead.getMessageId()).isEqualTo("m1");
    assertThat(dead.getDeliveryMode()).isEqualTo(2);
    assertThat(dead.getExpiration()).isNull();
    assertThat(dead.getUserId()).isNull();
  }

  @Test
  void headersOfAnEarlierDeadLetteringAreReplacedAndNoneRoutesFurther() {
    AMQP.BasicProperties dead =
        deadLetter(
            properties(
                Map.of(
                    "CC",
                    List.of("elsewhere"),
                    "x-exception-message",
                    "old",
                    "x-original-queue",
                    "old",
                    "x-delivery-count",
                    3L,
                    "x-death",
                    List.of(Map.of("queue", "retry", "count", 1L)))),
            null,
            false);
    assertThat(dead.getHeaders())
        .doesNotContainKeys("CC", "x-exception-message", "x-delivery-count")
        .containsEntry("x-original-queue", "orders")
        .containsEntry("x-death", List.of(Map.of("queue", "retry", "count", 1L)));
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    String text = "x".repeat(999) + "\uD83D\uDE00" + "y".repeat(100_000);
    Map<String, Object> headers =
        deadLetter(properties(null), new IllegalStateException(text), false).getHeaders();
    assertThat(headers.get("x-exception-message")).isEqualTo("x".repeat(999));
  }

  @Test
  void exceptionsThatMisbehaveDoNoHarm() {
    RuntimeException circle = new RuntimeException("one");
    circle.initCause(new RuntimeException("two", circle));
    assertThat(deadLetter(properties(null), circle, false).getHeaders())
        .containsKey("x-exception-cause");
    assertThat(deadLetter(properties(null), new Silent(), false).getHeaders())
        .containsEntry("x-exception-class", Silent.class.getName());
  }

  @Test
  void briefOneIsWithoutTheException() {
    assertThat(deadLetter(properties(null), new IllegalStateException("x"), true).getHeaders())
        .containsKey("x-original-queue")
        .doesNotContainKeys("x-exception-class", "x-exception-message", "x-exception-cause");
  }
}
