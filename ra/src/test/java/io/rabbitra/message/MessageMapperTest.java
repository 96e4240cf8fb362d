package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
class MessageMapperTest {

  private final RabbitTextMessage text = new RabbitTextMessage("grüße");

  private static AMQP.BasicProperties.Builder wire() {
    return new AMQP.BasicProperties.Builder();
  }

  @Test
  void textIsWhatEveryAmqpProgramReads() throws Exception {
    text.setStringProperty("colour", "blau");
    EncodedMessage encoded = Wire.MAPPER.encode(text);
    assertThat(new String(encoded.body(), StandardCharsets.UTF_8)).isEqualTo("grüße");
    assertThat(encoded.properties().getContentType()).isEqualTo("text/plain");
    assertThat(encoded.properties().getContentEncoding()).isEqualTo("UTF-8");
    assertThat(encoded.properties().getHeaders()).containsOnly(Map.entry("colour", "blau"));
    assertThat(encoded.properties().getDeliveryMode()).isEqualTo(2);
    assertThat(encoded.properties().getPriority()).isEqualTo(4);
    assertThat(encoded.properties().getExpiration()).isNull();
    assertThat(encoded.properties().getTimestamp()).isNull();
  }

  @Test
  void bytesAreBytes() throws Exception {
    RabbitBytesMessage bytes = new RabbitBytesMessage();
    bytes.writeInt(5);
    EncodedMessage encoded = Wire.MAPPER.encode(bytes);
    assertThat(encoded.properties().getContentType()).isEqualTo("application/octet-stream");
    assertThat(encoded.body()).containsExactly(0, 0, 0, 5);
    bytes.writeByte((byte) 6);
    assertThat(encoded.body()).hasSize(4);
    RabbitBytesMessage received = (RabbitBytesMessage) Wire.roundTrip(bytes);
    assertThat(received.readInt()).isEqualTo(5);
    assertThatThrownBy(() -> received.writeInt(1)).isInstanceOf(MessageNotWriteableException.class);
  }

  @Test
  void plainMessageAndMissingTextComeBackAsSuch() throws Exception {
    RabbitMessage plain = Wire.roundTrip(new RabbitMessage());
    assertThat(plain).isExactlyInstanceOf(RabbitMessage.class);
    assertThat(Collections.list(plain.getPropertyNames())).containsExactly("JMSXDeliveryCount");
    assertThat(((RabbitTextMessage) Wire.roundTrip(new RabbitTextMessage())).getText()).isNull();
    assertThat(((RabbitTextMessage) Wire.roundTrip(new RabbitTextMessage(""))).getText()).isEmpty();
  }

  @Test
  void headersComeBack() throws Exception {
    text.setJMSMessageID("ID:1");
    text.setJMSCorrelationID("c");
    text.setJMSReplyTo(new RabbitTopic("answers"));
    text.setJMSType("order");
    text.setJMSPriority(9);
    text.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
    text.setJMSTimestamp(Wire.NOW - 456);
    text.setJMSExpiration(Wire.NOW - 456 + 60_000);
    text.setJMSDeliveryTime(Wire.NOW + 5000);
    assertThat(Wire.MAPPER.encode(text).properties().getExpiration()).isEqualTo("60000");
    RabbitMessage received = Wire.roundTrip(text);
    assertThat(received.getJMSMessageID()).isEqualTo("ID:1");
    assertThat(received.getJMSCorrelationID()).isEqualTo("c");
    assertThat(received.getJMSReplyTo()).isEqualTo(new RabbitTopic("answers"));
    assertThat(received.getJMSType()).isEqualTo("order");
    assertThat(received.getJMSPriority()).isEqualTo(9);
    assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    assertThat(received.getJMSTimestamp()).isEqualTo(Wire.NOW - 456);
    assertThat(received.getJMSExpiration()).isEqualTo(Wire.NOW - 456 + 60_000);
    assertThat(received.getJMSDeliveryTime()).isEqualTo(Wire.NOW + 5000);
    assertThat(received.getJMSDestination()).isEqualTo(new RabbitQueue("orders"));
    assertThat(received.getJMSRedelivered()).isFalse();
    assertThat(Collections.list(received.getPropertyNames())).containsExactly("JMSXDeliveryCount");
    assertThatThrownBy(() -> received.setIntProperty("p", 1))
        .isInstanceOf(MessageNotWriteableException.class);
  }

  @Test
  void deliveryTimeIsTheTimestampUnlessDelayed() throws Exception {
    text.setJMSTimestamp(Wire.NOW);
    text.setJMSDeliveryTime(Wire.NOW);
    assertThat(Wire.MAPPER.encode(text).properties().getHeaders())
        .containsOnlyKeys("timestamp_in_ms");
    assertThat(Wire.roundTrip(text).getJMSDeliveryTime()).isEqualTo(Wire.NOW);
  }

  @Test
  void binaryCorrelationIdComesBack() throws Exception {
    byte[] id = {(byte) 0x80, 0, (byte) 0xff};
    text.setJMSCorrelationIDAsBytes(id);
    assertThat(Wire.roundTrip(text).getJMSCorrelationIDAsBytes()).isEqualTo(id);
    RabbitMessage wrong =
        Wire.receive(
            wire().correlationId("%%").headers(Map.of("x-correlation-id-type", "binary")).build(),
            "");
    assertThat(wrong.getJMSCorrelationID()).isEqualTo("%%");
    assertThat(wrong.getJMSCorrelationIDAsBytes()).containsExactly('%', '%');
  }

  @Test
  void messageOfAnotherProgramHasDefaults() throws Exception {
    RabbitMessage received = Wire.receive(wire().messageId("7").build(), "x");
    assertThat(received).isInstanceOf(RabbitBytesMessage.class);
    assertThat(received.getJMSMessageID()).isEqualTo("ID:7");
    assertThat(received.getJMSPriority()).isEqualTo(4);
    assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    assertThat(received.getJMSTimestamp()).isZero();
    assertThat(received.getJMSExpiration()).isZero();
    assertThat(received.getJMSReplyTo()).isNull();
    assertThat(received.getJMSType()).isNull();
    assertThat(Wire.receive(wire().priority(200).deliveryMode(7).build(), "").getJMSPriority())
        .isEqualTo(9);
  }

  @Test
  void contentTypeDecidesBetweenTextAndBytes() throws Exception {
    RabbitMessage json = Wire.receive(wire().contentType("application/json").build(), "{\"ä\":1}");
    assertThat(json.getBody(String.class)).isEqualTo("{\"ä\":1}");
    assertThat(Wire.receive(wire().contentType("application/pdf").build(), "x"))
        .isInstanceOf(RabbitBytesMessage.class);
    assertThat(Wire.receive(wire().contentType("text/plain").contentEncoding("gzip").build(), "x"))
        .isInstanceOf(RabbitBytesMessage.class);
    RabbitMessage latin =
        Wire.MAPPER.decode(
            Wire.envelope(false),
            wire().contentType("text/plain; charset=ISO-8859-1").build(),
            new byte[] {(byte) 0xe4});
    assertThat(latin.getBody(String.class)).isEqualTo("ä");
  }

  @Test
  void kindHeaderDoesNotHideABody() throws Exception {
    AMQP.BasicProperties marked = wire().headers(Map.of("x-opt-jms-msg-type", (byte) 0)).build();
    assertThat(Wire.receive(marked, "x")).isInstanceOf(RabbitBytesMessage.class);
  }

  @Test
  void malformedTextIsDeliveredAndThrowsWhenRead() throws Exception {
    RabbitMessage received =
        Wire.MAPPER.decode(
            Wire.envelope(false),
            wire().contentType("text/plain").build(),
            new byte[] {'a', (byte) 0xff});
    assertThatThrownBy(((RabbitTextMessage) received)::getText)
        .isInstanceOf(MessageFormatException.class);
    assertThatThrownBy(() -> Wire.MAPPER.encode(received))
        .isInstanceOf(MessageFormatException.class);
  }

  @Test
  void userAndApplicationAreShownButNotSentOn() throws Exception {
    RabbitMessage received = Wire.receive(wire().userId("u").appId("a").build(), "");
    assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("u");
    assertThat(received.getStringProperty("JMSXAppID")).isEqualTo("a");
    AMQP.BasicProperties forwarded = Wire.MAPPER.encode(received).properties();
    assertThat(forwarded.getUserId()).isNull();
    assertThat(forwarded.getAppId()).isNull();
    assertThat(forwarded.getHeaders()).isEmpty();
    assertThat(
            Wire.receive(wire().headers(Map.of("JMSXUserID", "forged")).build(), "")
                .propertyExists("JMSXUserID"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "false, -, -, 1",
        "true, -, -, 2",
        "false, -, 0, 1",
        "true, -, 1, 2",
        "true, -, 4, 5",
        "true, 1, -, 2",
        "true, 3, 1, 4",
        "true, 0, 0, 2",
        "false, 2, -, 3",
        "true, -, 9223372036854775807, 2147483647",
        "true, -, -7, 2"
      })
  void deliveryCountComesFromTheBestSource(
      boolean redelivered, Long acquired, Long delivered, int expected) throws Exception {
    Map<String, Object> headers = new HashMap<>();
    if (acquired != null) {
      headers.put("x-acquired-count", acquired);
    }
    if (delivered != null) {
      headers.put("x-delivery-count", delivered);
    }
    RabbitMessage message = Wire.receive(redelivered, headers);
    assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(expected);
    assertThat(message.getJMSRedelivered()).isEqualTo(redelivered);
  }

  @Test
  void timestampHasMillisecondsIfBothAgree() throws Exception {
    Date second = new Date(1_000_000L);
    Map<String, Object> agreeing = Map.of("timestamp_in_ms", 1_000_789L);
    Map<String, Object> stale = Map.of("timestamp_in_ms", 999_999L);
    assertThat(Wire.receive(wire().timestamp(second).headers(agreeing).build(), ""))
        .returns(1_000_789L, RabbitMessage::getJMSTimestamp);
    assertThat(Wire.receive(wire().timestamp(second).headers(stale).build(), ""))
        .returns(1_000_000L, RabbitMessage::getJMSTimestamp);
    assertThat(Wire.receive(wire().headers(stale).build(), ""))
        .returns(999_999L, RabbitMessage::getJMSTimestamp);
    RabbitMessage odd = Wire.receive(wire().headers(Map.of("timestamp_in_ms", "x")).build(), "");
    assertThat(odd.getJMSTimestamp()).isZero();
    assertThat(odd.getStringProperty("timestamp_in_ms")).isEqualTo("x");
  }

  @Test
  void expirationCountsFromTheTimestampOrFromNow() throws Exception {
    assertThat(
            Wire.receive(wire().timestamp(new Date(5000)).expiration("10").build(), "")
                .getJMSExpiration())
        .isEqualTo(5010);
    assertThat(Wire.receive(wire().expiration("10").build(), "").getJMSExpiration())
        .isEqualTo(Wire.NOW + 10);
    for (String odd : new String[] {"x", "", "9223372036854775807"}) {
      assertThat(Wire.receive(wire().expiration(odd).build(), "").getJMSExpiration()).isZero();
    }
    text.setJMSExpiration(Wire.NOW + 10);
    assertThat(Wire.MAPPER.encode(text).properties().getExpiration()).isEqualTo("10");
    text.setJMSExpiration(1);
    assertThat(Wire.MAPPER.encode(text).properties().getExpiration()).isEqualTo("0");
    text.setJMSExpiration(Wire.NOW + 4_294_967_296L);
    assertThatThrownBy(() -> Wire.MAPPER.encode(text))
        .isInstanceOf(JMSException.class)
        .hasMessageContaining("JMSExpiration");
  }

  @Test
  void whatDoesNotFitIntoAShortStringIsRefusedByName() throws Exception {
    text.setJMSType("ß".repeat(127) + "x");
    assertThat(Wire.roundTrip(text).getJMSType()).hasSize(128);
    text.setJMSType("ß".repeat(128));
    assertThatThrownBy(() -> Wire.MAPPER.encode(text)).hasMessageContaining("JMSType");
    text.setJMSType(null);
    text.setIntProperty("p".repeat(256), 1);
    assertThatThrownBy(() -> Wire.MAPPER.encode(text)).hasMessageContaining("property name");
  }
}
