package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.impl.LongStringHelper;
import jakarta.jms.JMSException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
class HeaderMappingTest {

  private final Random random = new Random(20261123);

  @Test
  void randomMessagesComeBackWithTypedProperties() throws Exception {
    for (int i = 0; i < 2000; i++) {
      RabbitTextMessage sent = new RabbitTextMessage(randomText(50));
      Map<String, Object> expected = new HashMap<>();
      for (int p = random.nextInt(10); p > 0; p--) {
        Object value = randomProperty();
        sent.setObjectProperty("p" + p, value);
        expected.put("p" + p, value);
      }
      sent.setJMSTimestamp(1 + random.nextInt(Integer.MAX_VALUE) * 1000L + random.nextInt(1000));
      sent.setJMSCorrelationID(randomText(20));
      sent.setJMSType(randomText(20));
      sent.setJMSPriority(random.nextInt(10));

      RabbitTextMessage received = (RabbitTextMessage) Wire.roundTrip(sent);
      expected.put("JMSXDeliveryCount", 1);
      assertThat(visible(received)).isEqualTo(expected);
      assertThat(received.getText()).isEqualTo(sent.getText());
      assertThat(received.getJMSTimestamp()).isEqualTo(sent.getJMSTimestamp());
      assertThat(received.getJMSCorrelationID()).isEqualTo(sent.getJMSCorrelationID());
      assertThat(received.getJMSType()).isEqualTo(sent.getJMSType());
      assertThat(received.getJMSPriority()).isEqualTo(sent.getJMSPriority());
    }
  }

  private static Map<String, Object> visible(RabbitMessage message) {
    Map<String, Object> values = new HashMap<>();
    for (String name : Collections.list(message.getPropertyNames())) {
      values.put(name, message.getObjectProperty(name));
    }
    return values;
  }

  @Test
  void noHeaderMapMakesDecodingOrReadingFail() throws Exception {
    for (int i = 0; i < 2000; i++) {
      Map<String, Object> headers = randomTable(0);
      RabbitMessage received = Wire.receive(random.nextBoolean(), headers);
      for (Object value : visible(received).values()) {
        assertThat(ValueConversion.isPropertyValue(value)).isTrue();
      }
      for (String name : Collections.list(received.getPropertyNames())) {
        received.getStringProperty(name);
      }
      // What was received can be sent on, and the codec can write it.
      Wire.roundTrip(received);
    }
  }

  @Test
  void typesThatPropertiesDoNotHaveAreConverted() throws Exception {
    Map<String, Object> headers = new HashMap<>();
    headers.put("text", LongStringHelper.asLongString("grün"));
    headers.put("date", new Date(5000));
    headers.put("decimal", new BigDecimal("12.50"));
    headers.put("utf8", "ä".getBytes(StandardCharsets.UTF_8));
    headers.put("binary", new byte[] {(byte) 0xff});
    headers.put("nothing", null);
    headers.put("my-header", Map.of("a", List.of(1, "x\"y", true)));
    RabbitMessage received = Wire.receive(false, headers);
    assertThat(received.getObjectProperty("text")).isEqualTo("grün");
    assertThat(received.getLongProperty("date")).isEqualTo(5000L);
    assertThat(received.getDoubleProperty("decimal")).isEqualTo(12.5);
    assertThat(received.getStringProperty("decimal")).isEqualTo("12.50");
    assertThat(received.getStringProperty("utf8")).isEqualTo("ä");
    assertThat(received.getStringProperty("binary")).isEqualTo("/w==");
    assertThat(received.propertyExists("nothing")).isTrue();
    assertThat(received.getObjectProperty("nothing")).isNull();
    assertThat(received.getStringProperty("my-header")).isEqualTo("{\"a\":[1,\"x\\\"y\",true]}");
    received.clearProperties();
    assertThatThrownBy(() -> received.setStringProperty("my-header", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sentOnMessageKeepsHeadersAsTheyCameButNotThoseOfTheDelivery() throws Exception {
    Map<String, Object> headers = new HashMap<>();
    headers.put("x-death", List.of(Map.of("count", 1L)));
    headers.put("x-first-death-queue", "q");
    headers.put("x-last-death-reason", "rejected");
    headers.put("x-delivery-count", 3L);
    headers.put("x-acquired-count", 3L);
    headers.put("x-opt-jms-msg-type", (byte) 5);
    headers.put("CC", List.of("other"));
    headers.put("my-table", Map.of("a", 1));
    headers.put("colour", "blue");
    RabbitMessage received = Wire.receive(true, headers);
    assertThat(received.getStringProperty("x-death")).isEqualTo("[{\"count\":1}]");
    assertThat(Collections.list(received.getPropertyNames()))
        .contains("x-death", "x-delivery-count", "my-table", "colour");
    Map<String, Object> forwarded =
        Wire.transfer(Wire.MAPPER.encode(received).properties()).getHeaders();
    assertThat(forwarded).containsOnlyKeys("my-table", "colour", "x-opt-jms-msg-type");
    assertThat(forwarded.get("my-table")).isEqualTo(Map.of("a", 1));
  }

  @Test
  void tableDeeperThanTheStackIsShownShortened() throws JMSException {
    Object deep = "end";
    for (int i = 0; i < 100_000; i++) {
      deep = Collections.singletonList(deep);
    }
    assertThat(HeaderValues.visible(deep).toString()).contains("...").hasSizeLessThan(100);
  }

  @Test
  void jsonTextOfTablesIsJson() {
    List<Object> list = new ArrayList<>();
    Collections.addAll(list, null, Double.NaN, 1.5f, "a\nb", new Date(7), new byte[] {'x'});
    assertThat(HeaderValues.visible(list))
        .isEqualTo("[null,\"NaN\",1.5,\"a\\u000ab\",\"7\",\"x\"]");
  }

  private Object randomProperty() {
    return switch (random.nextInt(9)) {
      case 0 -> random.nextBoolean();
      case 1 -> (byte) random.nextInt();
      case 2 -> (short) random.nextInt();
      case 3 -> random.nextInt();
      case 4 -> random.nextLong();
      case 5 -> random.nextFloat();
      case 6 -> random.nextDouble();
      case 7 -> null;
      default -> randomText(30);
    };
  }

  private String randomText(int length) {
    return random
        .ints(random.nextInt(length + 1), 0, 0x11000)
        .filter(c -> c < 0xd800 || c > 0xdfff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private Map<String, Object> randomTable(int depth) {
    String[] known = {
      "x-death", "x-delivery-count", "x-acquired-count", "timestamp_in_ms", "x-opt-jms-msg-type",
      "x-opt-delivery-time", "x-correlation-id-type", "JMSXGroupSeq", "JMSXDeliveryCount", ""
    };
    Map<String, Object> table = new HashMap<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      String name = random.nextInt(3) == 0 ? known[random.nextInt(known.length)] : randomText(15);
      table.put(name, randomHeader(depth));
    }
    return table;
  }

  private Object randomHeader(int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 8)) {
      case 0 -> new Date(random.nextInt() * 1000L);
      case 1 -> new BigDecimal(random.nextInt()).movePointLeft(random.nextInt(20));
      case 2 -> randomBytes();
      case 5 -> randomTable(depth + 1);
      case 6 -> randomList(depth + 1);
      default -> randomProperty();
    };
  }

  private Object randomBytes() {
    byte[] bytes = new byte[random.nextInt(10)];
    random.nextBytes(bytes);
    return random.nextBoolean() ? bytes : LongStringHelper.asLongString(bytes);
  }

  private List<Object> randomList(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      list.add(randomHeader(depth));
    }
    return list;
  }
}
