package io.rabbitra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpPropertiesTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void whatIsNotSetIsNotThereButMessagesArePersistent() {
    AmqpProperties properties = AmqpProperties.builder().build();

    assertThat(properties.isPersistent()).isTrue();
    assertThat(properties.headers()).isEmpty();
    assertThat(properties.header("none")).isNull();
    assertThat(properties.contentType()).isNull();
    assertThat(properties.contentEncoding()).isNull();
    assertThat(properties.priority()).isNull();
    assertThat(properties.correlationId()).isNull();
    assertThat(properties.replyTo()).isNull();
    assertThat(properties.expiration()).isNull();
    assertThat(properties.messageId()).isNull();
    assertThat(properties.timestamp()).isNull();
    assertThat(properties.type()).isNull();
    assertThat(properties.userId()).isNull();
    assertThat(properties.appId()).isNull();
    assertThat(properties).hasToString("AmqpProperties[persistent]");
  }

  @Test
  void everyPropertyIsWhatWasSetAndABuilderOfItMakesAnEqualOne() {
    AmqpProperties properties = full().build();

    assertThat(properties.contentType()).isEqualTo("text/plain");
    assertThat(properties.contentEncoding()).isEqualTo("identity");
    assertThat(properties.headers()).containsExactly(Map.entry("b", 1), Map.entry("a", "two"));
    assertThat(properties.isPersistent()).isFalse();
    assertThat(properties.priority()).isEqualTo(255);
    assertThat(properties.correlationId()).isEqualTo("correlation");
    assertThat(properties.replyTo()).isEqualTo("replies");
    assertThat(properties.expiration()).isEqualTo(Duration.ofMillis(1500));
    assertThat(properties.messageId()).isEqualTo("id");
    assertThat(properties.timestamp()).isEqualTo(NOON);
    assertThat(properties.type()).isEqualTo("order");
    assertThat(properties.userId()).isEqualTo("guest");
    assertThat(properties.appId()).isEqualTo("shop");
    assertThat(properties.toBuilder().build()).isEqualTo(properties).hasSameHashCodeAs(properties);
  }

  @Test
  void differentInAnyPropertyIsNotEqual() {
    AmqpProperties properties = full().build();

    assertThat(
            List.of(
                full().contentType(null).build(),
                full().contentEncoding(null).build(),
                full().header("b", 1L).build(),
                full().persistent(true).build(),
                full().priority(0).build(),
                full().correlationId(null).build(),
                full().replyTo("").build(),
                full().expiration(Duration.ZERO).build(),
                full().messageId("other").build(),
                full().timestamp(NOON.plusSeconds(1)).build(),
                full().type(null).build(),
                full().userId(null).build(),
                full().appId(null).build()))
        .doesNotHaveDuplicates()
        .doesNotContain(properties);
  }

  @Test
  void theTextShowsWhatIsSetButNoValueOfAHeader() {
    assertThat(full().header("token", "secret").build().toString())
        .startsWith("AmqpProperties[transient, contentType=text/plain")
        .contains("headers=[b, a, token]", "expiration=PT1.5S", "userId=guest")
        .doesNotContain("secret");
  }

  @Test
  void everyTypeOfHeaderIsKept() {
    Map<String, Object> headers = everyType();

    Map<String, Object> kept = AmqpProperties.builder().headers(headers).build().headers();

    assertThat(kept.keySet()).containsExactlyElementsOf(headers.keySet());
    headers.forEach((name, value) -> assertThat(kept.get(name)).as(name).isEqualTo(value));
  }

  @Test
  void datesAndInstantsAreInstantsInWholeSeconds() {
    AmqpProperties properties =
        AmqpProperties.builder()
            .header("date", Date.from(NOON.plusMillis(999)))
            .header("instant", NOON.plusNanos(999_999_999))
            .header("before 1970", Instant.ofEpochMilli(-1))
            .timestamp(NOON.plusMillis(1))
            .build();

    assertThat(properties.header("date")).isEqualTo(NOON);
    assertThat(properties.header("instant")).isEqualTo(NOON);
    assertThat(properties.header("before 1970")).isEqualTo(Instant.ofEpochSecond(-1));
    assertThat(properties.timestamp()).isEqualTo(NOON);
  }

  @Test
  void byteArraysAreComparedByContent() {
    AmqpProperties one = AmqpProperties.builder().header("b", List.of(new byte[] {1, 2})).build();
    AmqpProperties same = AmqpProperties.builder().header("b", List.of(new byte[] {1, 2})).build();
    AmqpProperties other = AmqpProperties.builder().header("b", List.of(new byte[] {1, 3})).build();

    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
  }

  @Test
  void nothingThatIsChangedLaterChangesIt() {
    byte[] bytes = {1};
    List<Object> list = new ArrayList<>(List.of(bytes));
    Map<String, Object> map = new HashMap<>(Map.of("list", list));
    AmqpProperties.Builder builder = AmqpProperties.builder().header("map", map);
    AmqpProperties properties = builder.build();
    AmqpProperties before = properties.toBuilder().build();

    bytes[0] = 2;
    list.add("more");
    map.clear();
    builder.header("map", "other");
    firstOfList(properties)[0] = 3;

    assertThat(properties).isEqualTo(before);
    assertThat(firstOfList(properties)).containsExactly(1);
  }

  private static byte[] firstOfList(AmqpProperties properties) {
    Map<?, ?> map = (Map<?, ?>) properties.header("map");
    return (byte[]) ((List<?>) map.get("list")).get(0);
  }

  @Test
  void aHeaderCanBeReplacedAndAllCanBe() {
    AmqpProperties.Builder builder = AmqpProperties.builder().header("a", 1).header("a", 2);
    assertThat(builder.build().headers()).containsExactly(Map.entry("a", 2));

    assertThat(builder.headers(Map.of("b", 3)).build().headers())
        .containsExactly(Map.entry("b", 3));
  }

  @Test
  void aHeaderOfAnotherTypeIsRefusedByNameAndNoHeaderIsChanged() {
    AmqpProperties.Builder builder = AmqpProperties.builder().header("kept", 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("id", UUID.randomUUID()))
        .withMessageStartingWith("Header 'id' is a java.util.UUID: allowed are String, ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.headers(Map.of("n", BigInteger.ONE)))
        .withMessageContaining("'n' is a java.math.BigInteger");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder.header("outer", Map.of("inner", Arrays.asList(1, new Object[] {2}))))
        .withMessageContaining("'outer.inner[1]' is a [Ljava.lang.Object;");
    assertThat(builder.build().headers()).containsExactly(Map.entry("kept", 1));
  }

  @Test
  void aHeaderWithoutANameThatAmqpCanWriteIsRefused() {
    AmqpProperties.Builder builder = AmqpProperties.builder();
    String tooLong = "\u00e4".repeat(128);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header(null, 1))
        .withMessageContaining("255 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header(tooLong, 1))
        .withMessageContaining(tooLong);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("map", Map.of(7, "seven")))
        .withMessageContaining("'map.7'");
  }

  @Test
  void aValueOutOfRangeIsRefusedByName() {
    AmqpProperties.Builder builder = AmqpProperties.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("price", new BigDecimal("2147483648")))
        .withMessageContaining("Header 'price' is '2147483648'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("price", new BigDecimal("1E+1")))
        .withMessageContaining("price");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("price", BigDecimal.ONE.setScale(256)))
        .withMessageContaining("price");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("when", Instant.MAX))
        .withMessageContaining("when");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timestamp(Instant.MIN))
        .withMessageContaining("Property timestamp");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.priority(256))
        .withMessage("Property priority is '256': allowed is a whole number from 0 to 255");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.expiration(Duration.ofMillis(-1)))
        .withMessageContaining("Property expiration is 'PT-0.001S'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.expiration(Duration.ofMillis(4_294_967_296L)))
        .withMessageContaining("4294967295 ms");
    assertThat(builder.expiration(Duration.ofMillis(4_294_967_295L)).build().expiration())
        .isEqualTo(Duration.ofMillis(4_294_967_295L));
  }

  @Test
  void aStructureThatContainsItselfIsRefused() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AmqpProperties.builder().header("endless", endless))
        .withMessageContaining("endless[0]")
        .withMessageContaining("too deep");
  }

  @Test
  void thirtyTwoListsWithinEachOtherAreAllowed() {
    Object nested = "core";
    for (int i = 0; i < 32; i++) {
      nested = List.of(nested);
    }
    Object deepest = nested;

    assertThat(AmqpProperties.builder().header("deep", deepest).build().header("deep"))
        .isEqualTo(deepest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AmqpProperties.builder().header("deep", List.of(deepest)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "contentType",
        "contentEncoding",
        "correlationId",
        "replyTo",
        "messageId",
        "type",
        "userId",
        "appId"
      })
  void aTextOfMoreThan255BytesIsRefusedByName(String property) {
    String longest = "\u00e4".repeat(127) + "x";
    String tooLong = longest + "x";

    set(property, longest).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(property, tooLong))
        .withMessageStartingWith("Property " + property + " is '" + tooLong + "'")
        .withMessageEndingWith("allowed are at most 255 bytes of UTF-8");
  }

  private static AmqpProperties.Builder set(String property, String value) {
    AmqpProperties.Builder builder = AmqpProperties.builder();
    return switch (property) {
      case "contentType" -> builder.contentType(value);
      case "contentEncoding" -> builder.contentEncoding(value);
      case "correlationId" -> builder.correlationId(value);
      case "replyTo" -> builder.replyTo(value);
      case "messageId" -> builder.messageId(value);
      case "type" -> builder.type(value);
      case "userId" -> builder.userId(value);
      case "appId" -> builder.appId(value);
      default -> throw new AssertionError(property);
    };
  }

  private static AmqpProperties.Builder full() {
    return AmqpProperties.builder()
        .contentType("text/plain")
        .contentEncoding("identity")
        .header("b", 1)
        .header("a", "two")
        .persistent(false)
        .priority(255)
        .correlationId("correlation")
        .replyTo("replies")
        .expiration(Duration.ofMillis(1500).plusNanos(7))
        .messageId("id")
        .timestamp(NOON)
        .type("order")
        .userId("guest")
        .appId("shop");
  }

  private static Map<String, Object> everyType() {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("string", "text");
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
    headers.put("list", Arrays.asList(1, "two", null, List.of()));
    headers.put("map", Map.of("inner", Map.of("n", 8)));
    headers.put("null", null);
    return headers;
  }
}
