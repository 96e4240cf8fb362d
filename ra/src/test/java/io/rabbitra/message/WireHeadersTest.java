package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that are no properties: of this adapter, of the broker, of the other JMS client. */
class WireHeadersTest {

  private final RabbitTextMessage text = new RabbitTextMessage("grüße");

  private static AMQP.BasicProperties.Builder wire() {
    return new AMQP.BasicProperties.Builder();
  }

  private static List<String> names(RabbitMessage message) {
    return Collections.list(message.getPropertyNames());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CC", "BCC", "timestamp_in_ms"})
  void propertyWhoseHeaderHasAMeaningTravelsUnderAnotherName(String name) throws Exception {
    text.setStringProperty(name, "a@example.com");
    text.setJMSTimestamp(5);
    Map<String, Object> headers = Wire.MAPPER.encode(text).properties().getHeaders();
    assertThat(headers)
        .containsEntry("rabbitra-property-" + name, "a@example.com")
        .doesNotContainEntry(name, "a@example.com");
    RabbitMessage received = Wire.roundTrip(Wire.roundTrip(text));
    assertThat(received.getStringProperty(name)).isEqualTo("a@example.com");
    assertThat(names(received)).containsExactlyInAnyOrder(name, "JMSXDeliveryCount");
    assertThat(received.getJMSTimestamp()).isEqualTo(5);
  }

  @Test
  void numbersThatTheBrokerRefusesComeBack() throws Exception {
    text.setFloatProperty("f", Float.NaN);
    text.setDoubleProperty("d", Double.NEGATIVE_INFINITY);
    Map<String, Object> headers = Wire.MAPPER.encode(text).properties().getHeaders();
    assertThat(headers)
        .containsOnlyKeys("rabbitra-property-f", "rabbitra-property-d")
        .containsEntry("rabbitra-property-f", Map.of("float", "NaN"));
    RabbitMessage received = Wire.roundTrip(Wire.roundTrip(text));
    assertThat(received.getObjectProperty("f")).isEqualTo(Float.NaN);
    assertThat(received.getObjectProperty("d")).isEqualTo(Double.NEGATIVE_INFINITY);
    Map<String, Object> odd = Map.of("rabbitra-property-x", Map.of("double", "1.0"));
    assertThat(names(Wire.receive(false, odd))).containsExactly("JMSXDeliveryCount");
  }

  @Test
  void internalHeadersAreNeitherPropertiesNorSentOn() throws Exception {
    Map<String, Object> headers =
        Map.of("rabbitra-sender", "s1", "rabbitra-anything", 1, "rabbitra-property-x", "y");
    RabbitMessage received = Wire.receive(wire().headers(headers).build(), "");
    assertThat(received.sender()).isEqualTo("s1");
    assertThat(names(received)).containsExactly("JMSXDeliveryCount");
    assertThat(Wire.MAPPER.encode(received).properties().getHeaders()).isEmpty();
    assertThat(Wire.receive(wire().build(), "").sender()).isNull();
  }

  @Test
  void deadLetteringOfADelayIsHiddenAndOtherIsShown() throws Exception {
    Map<String, Object> headers = new HashMap<>();
    headers.put("x-first-death-queue", "rabbitra.delay.7");
    headers.put("x-first-death-reason", "expired");
    headers.put("x-last-death-queue", "rabbitra.delay.7");
    headers.put("x-death", List.of());
    assertThat(names(Wire.receive(false, headers))).containsExactly("JMSXDeliveryCount");
    headers.put("x-first-death-queue", "orders");
    assertThat(names(Wire.receive(false, headers)))
        .contains("x-first-death-queue", "x-last-death-queue", "x-death");
  }

  @Test
  void extraHeadersWinAndExpirationMayBeAHeader() throws Exception {
    text.setStringProperty("p", "x");
    text.setJMSExpiration(Wire.NOW + 10);
    EncodedMessage encoded =
        Wire.MAPPER.encode(text, Map.of("rabbitra-sender", "me", "p", "y"), true);
    assertThat(encoded.properties().getExpiration()).isNull();
    assertThat(encoded.properties().getHeaders())
        .containsEntry("rabbitra-sender", "me")
        .containsEntry("p", "y")
        .containsEntry("rabbitra-expiration", Wire.NOW + 10);
    RabbitMessage received = Wire.receive(encoded.properties(), "");
    assertThat(received.getJMSExpiration()).isEqualTo(Wire.NOW + 10);
    assertThat(received.hasExpirationInHeader()).isTrue();
    RabbitMessage undelayed =
        Wire.receive(encoded.properties().builder().expiration("20").build(), "");
    assertThat(undelayed.getJMSExpiration()).isEqualTo(Wire.NOW + 20);
    assertThat(undelayed.hasExpirationInHeader()).isFalse();
    assertThat(Wire.MAPPER.encode(text, Map.of(), false).properties().getExpiration())
        .isEqualTo("10");
  }

  @Test
  void jakartaHeadersOfOtherProgramsAreNoProperties() throws Exception {
    Map<String, Object> headers =
        Map.of("JMSDestination", "d", "JMSDeliveryMode", "PERSISTENT", "JMS_vendor", 1, "p", 2);
    assertThat(names(Wire.receive(false, headers)))
        .containsExactlyInAnyOrder("JMS_vendor", "p", "JMSXDeliveryCount");
  }

  @Test
  void headersOfTheOtherJmsClientAreReadAsItReadsThem() throws Exception {
    Map<String, Object> headers = new HashMap<>();
    headers.put("JMSType", "TextMessage");
    headers.put("JMSMessageID", "ID:7");
    headers.put("JMSCorrelationID", "c");
    headers.put("JMSTimestamp", 1_000_789L);
    headers.put("JMSExpiration", 1_000_999L);
    headers.put("JMSPriority", 12);
    headers.put("JMSDeliveryMode", "PERSISTENT");
    headers.put("p", 5);
    AMQP.BasicProperties octets =
        wire()
            .contentType("application/octet-stream")
            .messageId("other")
            .deliveryMode(2)
            .headers(headers)
            .build();
    RabbitTextMessage received = (RabbitTextMessage) Wire.receive(octets, "grüße");
    assertThat(received.getText()).isEqualTo("grüße");
    assertThat(received.getJMSType()).isEqualTo("TextMessage");
    assertThat(received.getJMSMessageID()).isEqualTo("ID:7");
    assertThat(received.getJMSCorrelationID()).isEqualTo("c");
    assertThat(received.getJMSTimestamp()).isEqualTo(1_000_789L);
    assertThat(received.getJMSExpiration()).isEqualTo(1_000_999L);
    assertThat(received.getJMSPriority()).isEqualTo(9);
    assertThat(names(received)).containsExactlyInAnyOrder("p", "JMSXDeliveryCount");
    headers.put("JMSType", "other");
    headers.put("JMSTimestamp", "odd");
    assertThat(Wire.receive(octets.builder().headers(headers).build(), "x"))
        .isInstanceOf(RabbitBytesMessage.class)
        .returns("other", RabbitMessage::getJMSType)
        .returns(0L, RabbitMessage::getJMSTimestamp);
  }

  @Test
  void serializedFormatOfTheOtherJmsClientIsBytes() {
    AMQP.BasicProperties properties =
        wire()
            .contentType("application/octet-stream")
            .headers(Map.of("JMSType", "TextMessage"))
            .build();
    byte[] body = {(byte) 0xac, (byte) 0xed, 0, 5};
    assertThat(Wire.MAPPER.decode(Wire.envelope(false), properties, body))
        .isInstanceOf(RabbitBytesMessage.class);
  }
}
