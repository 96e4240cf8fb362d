package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.destination.RabbitQueue;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignMessageTest {

  /** A message of another class that only has the interface in common with ours. */
  private static <T extends Message> T foreign(Class<T> type, Message behaviour) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(behaviour, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  @Test
  void textIsCopiedWithHeadersAndProperties() throws Exception {
    RabbitTextMessage text = new RabbitTextMessage("x");
    text.setJMSMessageID("ID:9");
    text.setJMSTimestamp(1234);
    text.setJMSCorrelationID("c");
    text.setJMSReplyTo(new RabbitQueue("answers"));
    text.setJMSType("t");
    text.setJMSPriority(7);
    text.setJMSDeliveryMode(1);
    text.setJMSExpiration(2234);
    text.setIntProperty("n", 5);
    text.setStringProperty("JMSXAppID", "other");
    RabbitMessage received = Wire.roundTrip(foreign(TextMessage.class, text));
    assertThat(received.getBody(String.class)).isEqualTo("x");
    assertThat(received.getJMSMessageID()).isEqualTo("ID:9");
    assertThat(received.getJMSTimestamp()).isEqualTo(1234);
    assertThat(received.getJMSCorrelationID()).isEqualTo("c");
    assertThat(received.getJMSReplyTo()).isEqualTo(new RabbitQueue("answers"));
    assertThat(received.getJMSType()).isEqualTo("t");
    assertThat(received.getJMSPriority()).isEqualTo(7);
    assertThat(received.getJMSDeliveryMode()).isEqualTo(1);
    assertThat(received.getJMSExpiration()).isEqualTo(2234);
    assertThat(received.getObjectProperty("n")).isEqualTo(5);
    assertThat(received.propertyExists("JMSXAppID")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void bytesAreCopiedWhole(int length) throws Exception {
    RabbitBytesMessage bytes = new RabbitBytesMessage();
    bytes.writeBytes(new byte[length]);
    RabbitMessage received = Wire.roundTrip(foreign(BytesMessage.class, bytes));
    assertThat(((RabbitBytesMessage) received).getBodyLength()).isEqualTo(length);
  }

  @Test
  void plainMessageStaysPlain() throws Exception {
    assertThat(Wire.roundTrip(foreign(Message.class, new RabbitMessage())))
        .isExactlyInstanceOf(RabbitMessage.class);
  }

  @ParameterizedTest
  @ValueSource(classes = {MapMessage.class, StreamMessage.class, ObjectMessage.class})
  void typeThatIsNotThereYetSaysSo(Class<? extends Message> type) {
    Message message = foreign(type, new RabbitMessage());
    assertThatThrownBy(() -> Wire.MAPPER.encode(message))
        .isInstanceOf(JMSException.class)
        .hasMessageContaining(type.getSimpleName())
        .hasMessageContaining("not supported yet");
  }
}
