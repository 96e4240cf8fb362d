package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.destination.RabbitQueue;
import jakarta.jms.BytesMessage;
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

  @Test
  void mapIsCopiedWithItsTypes() throws Exception {
    RabbitMapMessage map = new RabbitMapMessage();
    map.setChar("c", 'ß');
    map.setBytes("b", new byte[] {1});
    map.setObject("n", null);
    RabbitMapMessage received = (RabbitMapMessage) Wire.roundTrip(foreign(MapMessage.class, map));
    assertThat(received.getChar("c")).isEqualTo('ß');
    assertThat(received.getBytes("b")).containsExactly(1);
    assertThat(received.itemExists("n")).isTrue();
    assertThat(received.getObject("n")).isNull();
  }

  @Test
  void streamIsCopiedWhole() throws Exception {
    RabbitStreamMessage stream = new RabbitStreamMessage();
    stream.writeChar('ß');
    stream.writeObject(null);
    stream.writeBytes(new byte[] {1});
    RabbitStreamMessage received =
        (RabbitStreamMessage) Wire.roundTrip(foreign(StreamMessage.class, stream));
    assertThat(received.readObject()).isEqualTo('ß');
    assertThat(received.readObject()).isNull();
    assertThat((byte[]) received.readObject()).containsExactly(1);
    assertThat(stream.readObject()).isEqualTo('ß');
  }

  @Test
  void objectIsCopied() throws Exception {
    RabbitMessage received =
        RabbitObjectMessageTest.roundTrip(
            foreign(ObjectMessage.class, new RabbitObjectMessage(5)), "java.lang");
    assertThat(received.getBody(Integer.class)).isEqualTo(5);
  }

  @Test
  void bytesAreReadToTheEndWhateverLengthIsTold() throws Exception {
    RabbitBytesMessage bytes =
        new RabbitBytesMessage() {
          @Override
          public long getBodyLength() {
            return 1;
          }
        };
    bytes.writeBytes(new byte[20_000]);
    RabbitMessage received = Wire.roundTrip(foreign(BytesMessage.class, bytes));
    assertThat(received.getBody(byte[].class)).hasSize(20_000);
  }
}
