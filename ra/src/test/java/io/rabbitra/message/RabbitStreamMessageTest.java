package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RabbitStreamMessageTest {

  private final RabbitStreamMessage stream = new RabbitStreamMessage();

  private static RabbitStreamMessage receive(byte[] body) {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder().contentType("amqp/list").build();
    return (RabbitStreamMessage) Wire.MAPPER.decode(Wire.envelope(false), properties, body);
  }

  @Test
  void everyTypeIsReadAsItWasWritten() throws Exception {
    stream.writeBoolean(true);
    stream.writeByte((byte) -1);
    stream.writeShort((short) -2);
    stream.writeChar('ß');
    stream.writeInt(Integer.MIN_VALUE);
    stream.writeLong(Long.MAX_VALUE);
    stream.writeFloat(1.5f);
    stream.writeDouble(Math.PI);
    stream.writeString("größe\0");
    stream.writeBytes(new byte[] {1, 2, 3}, 1, 2);
    stream.writeString(null);
    RabbitStreamMessage received = (RabbitStreamMessage) Wire.roundTrip(stream);
    RabbitStreamMessage sentOn = (RabbitStreamMessage) Wire.roundTrip(received);
    stream.reset();
    for (RabbitStreamMessage read : List.of(stream, received, sentOn)) {
      assertThat(read.readBoolean()).isTrue();
      assertThat(read.readByte()).isEqualTo((byte) -1);
      assertThat(read.readShort()).isEqualTo((short) -2);
      assertThat(read.readChar()).isEqualTo('ß');
      assertThat(read.readInt()).isEqualTo(Integer.MIN_VALUE);
      assertThat(read.readLong()).isEqualTo(Long.MAX_VALUE);
      assertThat(read.readFloat()).isEqualTo(1.5f);
      assertThat(read.readDouble()).isEqualTo(Math.PI);
      assertThat(read.readString()).isEqualTo("größe\0");
      assertThat((byte[]) read.readObject()).containsExactly(2, 3);
      assertThat(read.readObject()).isNull();
      assertThatThrownBy(read::readObject).isInstanceOf(MessageEOFException.class);
      read.reset();
      assertThat(read.readObject()).isEqualTo(true);
    }
  }

  @Test
  void failedReadDoesNotMoveThePosition() throws Exception {
    stream.writeString("12x");
    stream.writeObject(null);
    stream.reset();
    assertThatThrownBy(stream::readInt).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(stream::readChar).isInstanceOf(MessageFormatException.class);
    assertThatThrownBy(() -> stream.readBytes(new byte[1]))
        .isInstanceOf(MessageFormatException.class);
    assertThat(stream.readString()).isEqualTo("12x");
    assertThatThrownBy(stream::readLong).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(stream::readFloat).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(stream::readChar).isInstanceOf(NullPointerException.class);
    assertThat(stream.readBoolean()).isFalse();
    assertThatThrownBy(stream::readString).isInstanceOf(MessageEOFException.class);
  }

  @Test
  void bytesAreReadInChunksToTheirEnd() throws Exception {
    stream.writeBytes(new byte[] {1, 2, 3, 4, 5});
    stream.writeBytes(new byte[] {6, 7});
    stream.writeBytes(new byte[0]);
    stream.writeBytes(null);
    stream.writeInt(9);
    stream.reset();
    byte[] buffer = new byte[2];
    assertThat(stream.readBytes(buffer)).isEqualTo(2);
    assertThat(buffer).containsExactly(1, 2);
    assertThatThrownBy(stream::readObject)
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("3 bytes");
    assertThatThrownBy(stream::readInt).isInstanceOf(MessageFormatException.class);
    assertThat(stream.readBytes(buffer)).isEqualTo(2);
    assertThat(stream.readBytes(buffer)).isOne();
    assertThat(buffer[0]).isEqualTo((byte) 5);
    assertThat(stream.readBytes(buffer)).isEqualTo(2);
    assertThat(buffer).containsExactly(6, 7);
    assertThatThrownBy(stream::readObject).isInstanceOf(MessageFormatException.class);
    assertThat(stream.readBytes(buffer)).isEqualTo(-1);
    assertThat(stream.readBytes(buffer)).isZero();
    assertThat(stream.readBytes(buffer)).isEqualTo(-1);
    assertThat(stream.readInt()).isEqualTo(9);
    assertThatThrownBy(() -> stream.readBytes(buffer)).isInstanceOf(MessageEOFException.class);
  }

  @Test
  void resetForgetsBytesThatWereBegun() throws Exception {
    stream.writeBytes(new byte[3]);
    stream.reset();
    assertThat(stream.readBytes(new byte[1])).isOne();
    stream.reset();
    assertThat((byte[]) stream.readObject()).hasSize(3);
  }

  @Test
  void newStreamCannotBeReadAndReadOnlyOneCannotBeWritten() throws Exception {
    assertThatThrownBy(stream::readInt).isInstanceOf(MessageNotReadableException.class);
    assertThatThrownBy(() -> stream.readBytes(new byte[1]))
        .isInstanceOf(MessageNotReadableException.class);
    stream.writeInt(1);
    stream.reset();
    assertThatThrownBy(() -> stream.writeInt(1)).isInstanceOf(MessageNotWriteableException.class);
    assertThatThrownBy(() -> stream.writeObject(1))
        .isInstanceOf(MessageNotWriteableException.class);
    assertThatThrownBy(() -> stream.writeBytes(new byte[1], 0, 1))
        .isInstanceOf(MessageNotWriteableException.class);
    stream.clearBody();
    assertThatThrownBy(stream::readInt).isInstanceOf(MessageNotReadableException.class);
    stream.writeLong(2);
    stream.reset();
    assertThat(stream.readObject()).isEqualTo(2L);
  }

  @Test
  void sendingChangesNothing() throws Exception {
    stream.writeInt(1);
    EncodedMessage encoded = Wire.MAPPER.encode(stream);
    byte[] body = encoded.body().clone();
    stream.writeInt(2);
    assertThat(encoded.body()).isEqualTo(body);
    stream.reset();
    assertThat(stream.readInt()).isOne();
    Wire.MAPPER.encode(stream);
    assertThat(stream.readInt()).isEqualTo(2);
  }

  @Test
  void otherObjectsAreNoValues() {
    for (Object value : new Object[] {new Object(), new int[1], stream}) {
      assertThatThrownBy(() -> stream.writeObject(value))
          .isInstanceOf(MessageFormatException.class);
    }
    assertThatThrownBy(() -> stream.writeBytes(new byte[2], 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void byteArraysAreCopiedInAndOut() throws Exception {
    byte[] bytes = {1};
    stream.writeBytes(bytes);
    bytes[0] = 9;
    stream.reset();
    ((byte[]) stream.readObject())[0] = 9;
    stream.reset();
    assertThat((byte[]) stream.readObject()).containsExactly(1);
  }

  @Test
  void streamHasNoBodyAsAWhole() throws Exception {
    assertThat(stream.isBodyAssignableTo(Object.class)).isFalse();
    assertThatThrownBy(() -> stream.getBody(Object.class))
        .isInstanceOf(MessageFormatException.class);
    stream.writeInt(1);
    assertThat(stream.isBodyAssignableTo(Object.class)).isFalse();
    assertThatThrownBy(() -> Wire.roundTrip(stream).getBody(List.class))
        .isInstanceOf(MessageFormatException.class);
  }

  @Test
  void truncatedBodyIsAnErrorOfTheReader() throws Exception {
    stream.writeInt(1);
    stream.writeString("abc");
    byte[] whole = Wire.MAPPER.encode(stream).body();
    for (int length = 0; length < whole.length; length++) {
      RabbitStreamMessage received = receive(Arrays.copyOf(whole, length));
      assertThatThrownBy(received::readObject).isInstanceOf(MessageFormatException.class);
    }
    byte[] inner = whole.clone();
    inner[inner.length - 4]++;
    RabbitStreamMessage received = receive(inner);
    assertThat(received.readInt()).isOne();
    assertThatThrownBy(received::readString).isInstanceOf(MessageFormatException.class);
    assertThatThrownBy(received::readString).isInstanceOf(MessageFormatException.class);
  }

  @Test
  void streamMayHaveAnyNumberOfValues() throws Exception {
    int count = 2 * FieldReader.MAX_VALUES;
    for (int i = 0; i < count; i++) {
      stream.writeShort((short) i);
    }
    RabbitStreamMessage received = (RabbitStreamMessage) Wire.roundTrip(stream);
    int right = 0;
    for (int i = 0; i < count; i++) {
      right += received.readShort() == (short) i ? 1 : 0;
    }
    assertThat(right).isEqualTo(count);
    assertThatThrownBy(received::readShort).isInstanceOf(MessageEOFException.class);
  }
}
