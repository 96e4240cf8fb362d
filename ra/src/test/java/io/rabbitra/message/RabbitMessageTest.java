package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
class RabbitMessageTest {

  private final RabbitMessage message = new RabbitMessage();

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "1a",
        "a-b",
        "x-death",
        "a.b",
        "a b",
        " a",
        "NULL",
        "null",
        "True",
        "FALSE",
        "not",
        "AND",
        "Or",
        "between",
        "LIKE",
        "in",
        "is",
        "Escape",
        "JMSPriority",
        "JMSXFoo",
        "JMSX",
        "JMS"
      })
  void nameThatSelectorsCannotUseIsRefused(String name) {
    assertThatThrownBy(() -> message.setIntProperty(name, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> message.setObjectProperty(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "_a", "$a1", "größe", "nullable", "JMS_vendor_x", "jmsFoo", "JMSXUserID"})
  void nameThatSelectorsCanUseIsAllowed(String name) throws Exception {
    message.setStringProperty(name, "x");
    assertThat(message.getStringProperty(name)).isEqualTo("x");
    assertThat(Collections.list(message.getPropertyNames())).containsExactly(name);
  }

  @Test
  void groupPropertiesHaveTheirTypes() throws Exception {
    message.setStringProperty("JMSXGroupID", "g");
    message.setIntProperty("JMSXGroupSeq", 3);
    assertThatThrownBy(() -> message.setIntProperty("JMSXGroupID", 3))
        .isInstanceOf(MessageFormatException.class);
    assertThatThrownBy(() -> message.setStringProperty("JMSXGroupSeq", "3"))
        .isInstanceOf(MessageFormatException.class);
  }

  @Test
  void otherObjectsAreNoPropertyValues() {
    for (Object value : new Object[] {'c', new Date(), new byte[1], BigInteger.ONE, this}) {
      assertThatThrownBy(() -> message.setObjectProperty("p", value))
          .isInstanceOf(MessageFormatException.class)
          .hasMessageContaining("p");
    }
  }

  @Test
  void receivedPropertiesAreReadOnlyUntilTheyAreCleared() throws Exception {
    message.setStringProperty("p", "x");
    message.becomeReceived();
    assertThatThrownBy(() -> message.setStringProperty("p", "y"))
        .isInstanceOf(MessageNotWriteableException.class);
    assertThat(message.getStringProperty("p")).isEqualTo("x");
    message.clearProperties();
    assertThat(message.propertyExists("p")).isFalse();
    message.setStringProperty("p", "y");
    assertThat(message.getStringProperty("p")).isEqualTo("y");
  }

  @Test
  void clearPropertiesKeepsHeadersAndBody() throws Exception {
    RabbitTextMessage text = new RabbitTextMessage("body");
    text.setJMSType("t");
    text.setStringProperty("p", "x");
    text.clearProperties();
    assertThat(text.getText()).isEqualTo("body");
    assertThat(text.getJMSType()).isEqualTo("t");
  }

  @Test
  void newMessageHasTheDefaultsOfTheSpecification() {
    assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    assertThat(message.getJMSPriority()).isEqualTo(4);
    assertThat(message.getJMSExpiration()).isZero();
    assertThat(message.getJMSCorrelationIDAsBytes()).isNull();
    assertThat(message.propertyExists("JMSXDeliveryCount")).isFalse();
  }

  @Test
  void headersTakeAnyValueAndTheWireGetsAnAllowedOne() throws Exception {
    message.setJMSPriority(99);
    message.setJMSDeliveryMode(0);
    assertThat(message.getJMSPriority()).isEqualTo(99);
    assertThat(message.getJMSDeliveryMode()).isZero();
    RabbitMessage received = Wire.roundTrip(message);
    assertThat(received.getJMSPriority()).isEqualTo(9);
    assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
  }

  @Test
  void deliveryCountSaysWhetherItIsARedelivery() throws Exception {
    RabbitMessage received = Wire.roundTrip(message);
    assertThat(received.getJMSRedelivered()).isFalse();
    received.setDeliveryCount(3);
    assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(3);
    assertThat(received.getJMSRedelivered()).isTrue();
    received.setDeliveryCount(1);
    assertThat(received.getJMSRedelivered()).isFalse();
  }

  @Test
  void correlationIdHasTwoForms() {
    message.setJMSCorrelationID("größe");
    assertThat(message.getJMSCorrelationIDAsBytes())
        .isEqualTo("größe".getBytes(StandardCharsets.UTF_8));
    message.setJMSCorrelationIDAsBytes("abc".getBytes(StandardCharsets.UTF_8));
    assertThat(message.getJMSCorrelationID()).isEqualTo("abc");
    byte[] binary = {(byte) 0xff, 0, 1};
    message.setJMSCorrelationIDAsBytes(binary);
    assertThat(message.getJMSCorrelationIDAsBytes()).isEqualTo(binary).isNotSameAs(binary);
    message.setJMSCorrelationID("x");
    assertThat(message.getJMSCorrelationIDAsBytes()).containsExactly('x');
    message.setJMSCorrelationIDAsBytes(null);
    assertThat(message.getJMSCorrelationID()).isNull();
  }

  @Test
  void acknowledgeCallsTheSession() throws Exception {
    assertThatCode(message::acknowledge).doesNotThrowAnyException();
    AtomicInteger calls = new AtomicInteger();
    message.setAcknowledger(calls::incrementAndGet);
    message.acknowledge();
    assertThat(calls).hasValue(1);
  }

  @Test
  void plainMessageHasNullBodyOfEveryType() throws Exception {
    assertThat(message.getBody(String.class)).isNull();
    assertThat(message.isBodyAssignableTo(Integer.class)).isTrue();
  }

  @Test
  void toStringShowsNeitherPropertiesNorBody() throws Exception {
    RabbitTextMessage text = new RabbitTextMessage("secret");
    text.setStringProperty("password", "secret");
    text.setJMSMessageID("ID:1");
    assertThat(text.toString()).contains("ID:1").doesNotContain("secret");
  }
}
