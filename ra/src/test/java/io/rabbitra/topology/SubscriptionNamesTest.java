package io.rabbitra.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.topology.SubscriptionSpec.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionNamesTest {

  private static String queue(Kind kind, String clientId, String name) {
    return SubscriptionNames.queue(kind, clientId, name);
  }

  private static String marker(RabbitTopic topic, String selector, boolean noLocal) {
    SubscriptionSpec spec = new SubscriptionSpec(Kind.DURABLE, topic, "c", "n", selector, noLocal);
    return SubscriptionNames.marker(SubscriptionNames.queue(spec), spec);
  }

  @Test
  void areReadable() {
    assertThat(queue(Kind.DURABLE, "billing.app-1", "orders_eu"))
        .isEqualTo("rabbitra.durable:billing.app-1:orders_eu");
    assertThat(queue(Kind.SHARED_DURABLE, null, "orders/eu ü"))
        .isEqualTo("rabbitra.shared-durable::orders%2Feu%20%C3%BC");
    assertThat(queue(Kind.SHARED, "c", "n")).isEqualTo("rabbitra.shared:c:n");
    assertThat(queue(Kind.NON_DURABLE, null, null))
        .startsWith("rabbitra.sub.")
        .isNotEqualTo(queue(Kind.NON_DURABLE, null, null));
  }

  @Test
  void doNotCollide() {
    String longName = "x".repeat(300);
    List<String> names = new ArrayList<>();
    for (Kind kind : List.of(Kind.SHARED, Kind.DURABLE, Kind.SHARED_DURABLE)) {
      names.add(queue(kind, null, "n"));
      names.add(queue(kind, "", "n"));
      names.add(queue(kind, "%", "n"));
      names.add(queue(kind, "a", "b:c"));
      names.add(queue(kind, "a:b", "c"));
      names.add(queue(kind, "a%3Ab", "c"));
      names.add(queue(kind, "n", "N"));
      names.add(queue(kind, "N", "n"));
      names.add(queue(kind, "c", longName));
      names.add(queue(kind, "c", longName + "y"));
      names.add(queue(kind, longName, "c"));
    }
    names.add(SubscriptionNames.lock(Kind.DURABLE, "a", "b"));
    names.add(SubscriptionNames.lock(Kind.SHARED, "a", "b"));
    assertThat(names).doesNotHaveDuplicates();
    assertThat(SubscriptionNames.lock(Kind.DURABLE, "a", "b"))
        .isEqualTo(SubscriptionNames.lock(Kind.SHARED_DURABLE, "a", "b"));
  }

  @Test
  void fitAmqpWithTheirMarker() {
    RabbitTopic topic = new RabbitTopic("t");
    for (int length = 1; length < 400; length++) {
      SubscriptionSpec spec =
          new SubscriptionSpec(Kind.DURABLE, topic, "ü", "n".repeat(length), null, false);
      String marker = SubscriptionNames.marker(SubscriptionNames.queue(spec), spec);
      assertThat(marker.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
    }
  }

  @Test
  void tooLongNamesKeepTheirBeginning() {
    String shortened = Hashes.shortened("ü".repeat(200), 255);
    assertThat(shortened).startsWith("üüü").contains("~");
    assertThat(shortened.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(250, 255);
    assertThat(shortened).isNotEqualTo(Hashes.shortened("ü".repeat(201), 255));
  }

  @Test
  void markerIsOfTheWholeDefinition() {
    RabbitTopic other = new RabbitTopic("t");
    other.setExchange("e");
    RabbitTopic topic = new RabbitTopic("t");
    assertThat(
            List.of(
                marker(topic, null, false),
                marker(topic, "a = 1", false),
                marker(topic, null, true),
                marker(other, null, false),
                marker(new RabbitTopic("u"), null, false)))
        .doesNotHaveDuplicates();
    assertThat(marker(topic, "", false)).isEqualTo(marker(topic, null, false));
  }

  @Test
  void namesWhereTheyMustBe() {
    RabbitTopic topic = new RabbitTopic("t");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SubscriptionSpec(Kind.SHARED, topic, null, "", null, false))
        .withMessageContaining("shared subscription");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SubscriptionSpec(Kind.NON_DURABLE, topic, null, "n", null, false));
  }
}
