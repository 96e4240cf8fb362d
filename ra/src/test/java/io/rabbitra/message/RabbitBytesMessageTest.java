package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import org.junit.jupiter.api.Test;

class RabbitBytesMessageTest {

  private final RabbitBytesMessage message = new RabbitBytesMessage();

  @Test
  void everyTypeIsReadAsItWasWritten() throws Exception {
    message.writeBoolean(true);
    message.writeByte((byte) -1);
    message.writeByte((byte) -1);
    message.writeShort((short) -2);
    message.writeShort((short) -2);
    message.writeChar('ß');
    message.writeInt(Integer.MIN_VALUE);
    message.writeLong(Long.MAX_VALUE);
    message.writeFloat(1.5f);
    message.writeDouble(Math.PI);
    message.writeUTF("größe\0");
    message.writeBytes(new byte[] {1, 2, 3});
    message.writeBytes(new byte[] {1, 2, 3}, 1, 1);
    message.reset();
    assertThat(message.getBodyLength()).isEqualTo(1 + 1 + 1 + 2 + 2 + 2 + 4 + 8 + 4 + 8 + 11 + 4);
    assertThat(message.readBoolean()).isTrue();
    assertThat(message.readByte()).isEqualTo((byte) -1);
    assertThat(message.readUnsignedByte()).isEqualTo(255);
    assertThat(message.readShort()).isEqualTo((short) -2);
    assertThat(message.readUnsignedShort()).isEqualTo(65534);
    assertThat(message.readChar()).isEqualTo('ß');
    assertThat(message.readInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(message.readLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(message.readFloat()).isEqualTo(1.5f);
    assertThat(message.readDouble()).isEqualTo(Math.PI);
    assertThat(message.readUTF()).isEqualTo("größe\0");
    byte[] rest = new byte[3];
    assertThat(message.readBytes(rest)).isEqualTo(3);
    assertThat(rest).containsExactly(1, 2, 3);
    assertThat(message.readBytes(rest)).isEqualTo(1);
    assertThat(rest).containsExactly(2, 2, 3);
    assertThat(message.readBytes(rest)).isEqualTo(-1);
    assertThatThrownBy(message::readByte).isInstanceOf(MessageEOFException.class);
    message.reset();
    assertThat(message.readBoolean()).isTrue();
  }

  @Test
  void writeObjectTakesPrimitivesStringsAndBytes() throws Exception {
    for (Object value :
        new Object[] {true, (byte) 1, (short) 1, 'c', 1, 1L, 1f, 1d, "x", new byte[] {9}}) {
      message.writeObject(value);
    }
    assertThatThrownBy(() -> message.writeObject(new Object()))
        .isInstanceOf(MessageFormatException.class);
    assertThatThrownBy(() -> message.writeObject(null)).isInstanceOf(NullPointerException.class);
    message.reset();
    assertThat(message.getBodyLength()).isEqualTo(1 + 1 + 2 + 2 + 4 + 8 + 4 + 8 + 3 + 1);
  }

  @Test
  void newMessageCannotBeRead() {
    assertThatThrownBy(message::readByte).isInstanceOf(MessageNotReadableException.class);
    assertThatThrownBy(message::getBodyLength).isInstanceOf(MessageNotReadableException.class);
    assertThatThrownBy(() -> message.readBytes(new byte[1]))
        .isInstanceOf(MessageNotReadableException.class);
  }

  @Test
  void readOnlyMessageCannotBeWrittenUntilItIsCleared() throws Exception {
    message.writeInt(1);
    message.reset();
    assertThatThrownBy(() -> message.writeInt(1)).isInstanceOf(MessageNotWriteableException.class);
    assertThatThrownBy(() -> message.writeObject(1))
        .isInstanceOf(MessageNotWriteableException.class);
    message.clearBody();
    assertThatThrownBy(message::readByte).isInstanceOf(MessageNotReadableException.class);
    message.writeByte((byte) 1);
    message.reset();
    assertThat(message.getBodyLength()).isOne();
  }

  @Test
  void lengthOutsideTheArrayIsRefused() throws Exception {
    message.writeInt(1);
    message.reset();
    assertThatThrownBy(() -> message.readBytes(new byte[2], 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> message.readBytes(new byte[2], -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(message.readInt()).isOne();
  }

  @Test
  void truncatedAndMalformedTextAreDifferentErrors() {
    assertThatThrownBy(new RabbitBytesMessage(new byte[] {0, 5, 'a'})::readUTF)
        .isInstanceOf(MessageEOFException.class);
    assertThatThrownBy(new RabbitBytesMessage(new byte[] {0, 1, (byte) 0xff})::readUTF)
        .isInstanceOf(MessageFormatException.class);
  }

  @Test
  void bodyIsACopyAndIsResetBeforeAndAfter() throws Exception {
    message.writeInt(7);
    assertThat(message.isBodyAssignableTo(byte[].class)).isTrue();
    assertThat(message.isBodyAssignableTo(Object.class)).isTrue();
    assertThat(message.isBodyAssignableTo(String.class)).isFalse();
    assertThatThrownBy(() -> message.getBody(String.class))
        .isInstanceOf(MessageFormatException.class);
    byte[] body = message.getBody(byte[].class);
    assertThat(body).containsExactly(0, 0, 0, 7);
    body[3] = 8;
    assertThat(message.readInt()).isEqualTo(7);
    assertThat(message.getBody(byte[].class)).hasSize(4);
    assertThat(message.readInt()).isEqualTo(7);
  }

  @Test
  void emptyBodyIsNullOfEveryType() throws Exception {
    assertThat(message.getBody(byte[].class)).isNull();
    assertThat(message.isBodyAssignableTo(String.class)).isTrue();
  }
}
