package io.rabbitra.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.Objects;

/**
 * A bytes message (Jakarta Messaging 3.1, 3.11.4), in the formats of {@link DataOutputStream}.
 *
 * <p>States: write-only (new, or after {@link #clearBody()}) → {@link #reset()} → read-only with a
 * position; a received message starts as read-only. While write-only {@code written} and {@code
 * out} are in use, while read-only {@code content} and {@code in}.
 */
public class RabbitBytesMessage extends RabbitMessage implements BytesMessage {

  private ByteArrayOutputStream written;
  private DataOutputStream out;
  private byte[] content;
  private DataInputStream in;

  /** An empty message to write. */
  public RabbitBytesMessage() {
    startWriting();
  }

  /**
   * A body to read.
   *
   * @param body the bytes, not copied
   */
  RabbitBytesMessage(byte[] body) {
    startReading(body);
    makeBodyReadOnly();
  }

  private void startWriting() {
    written = new ByteArrayOutputStream();
    out = new DataOutputStream(written);
    content = null;
    in = null;
  }

  private void startReading(byte[] bytes) {
    content = bytes;
    in = new DataInputStream(new ByteArrayInputStream(bytes));
    written = null;
    out = null;
  }

  private byte[] bytes() {
    return content != null ? content : written.toByteArray();
  }

  @Override
  public void reset() {
    startReading(bytes());
    makeBodyReadOnly();
  }

  @Override
  public void clearBody() throws JMSException {
    super.clearBody();
    startWriting();
  }

  @Override
  WireBody wireBody() {
    return WireBody.binary(bytes());
  }

  @Override
  boolean hasNoBody() {
    return content != null ? content.length == 0 : written.size() == 0;
  }

  @Override
  Object body() {
    reset();
    return content.clone();
  }

  @Override
  boolean isAssignableTo(Class<?> type) {
    return type == byte[].class || type == Object.class;
  }

  @Override
  public long getBodyLength() throws JMSException {
    requireReadableBody();
    return content.length;
  }

  @FunctionalInterface
  private interface Read<T> {
    T from(DataInputStream in) throws IOException;
  }

  private <T> T read(Read<T> read) throws JMSException {
    requireReadableBody();
    try {
      return read.from(in);
    } catch (EOFException end) {
      throw caused(new MessageEOFException("The body has no more bytes for this type"), end);
    } catch (UTFDataFormatException malformed) {
      throw caused(new MessageFormatException("The body has no modified UTF-8 here"), malformed);
    } catch (IOException failed) {
      throw caused(new JMSException("The body cannot be read"), failed);
    }
  }

  @FunctionalInterface
  private interface Write {
    void to(DataOutputStream out) throws IOException;
  }

  private void write(Write write) throws JMSException {
    requireWritableBody();
    try {
      write.to(out);
    } catch (UTFDataFormatException tooLong) {
      throw caused(new MessageFormatException("writeUTF allows 65535 encoded bytes"), tooLong);
    } catch (IOException failed) {
      throw caused(new JMSException("The body cannot be written"), failed);
    }
  }

  private static JMSException caused(JMSException exception, IOException cause) {
    exception.initCause(cause);
    return exception;
  }

  @Override
  public boolean readBoolean() throws JMSException {
    return read(DataInputStream::readBoolean);
  }

  @Override
  public byte readByte() throws JMSException {
    return read(DataInputStream::readByte);
  }

  @Override
  public int readUnsignedByte() throws JMSException {
    return read(DataInputStream::readUnsignedByte);
  }

  @Override
  public short readShort() throws JMSException {
    return read(DataInputStream::readShort);
  }

  @Override
  public int readUnsignedShort() throws JMSException {
    return read(DataInputStream::readUnsignedShort);
  }

  @Override
  public char readChar() throws JMSException {
    return read(DataInputStream::readChar);
  }

  @Override
  public int readInt() throws JMSException {
    return read(DataInputStream::readInt);
  }

  @Override
  public long readLong() throws JMSException {
    return read(DataInputStream::readLong);
  }

  @Override
  public float readFloat() throws JMSException {
    return read(DataInputStream::readFloat);
  }

  @Override
  public double readDouble() throws JMSException {
    return read(DataInputStream::readDouble);
  }

  @Override
  public String readUTF() throws JMSException {
    return read(stream -> stream.readUTF());
  }

  @Override
  public int readBytes(byte[] value) throws JMSException {
    return readBytes(value, value.length);
  }

  @Override
  public int readBytes(byte[] value, int length) throws JMSException {
    Objects.checkFromIndexSize(0, length, value.length);
    return read(stream -> stream.read(value, 0, length));
  }

  @Override
  public void writeBoolean(boolean value) throws JMSException {
    write(stream -> stream.writeBoolean(value));
  }

  @Override
  public void writeByte(byte value) throws JMSException {
    write(stream -> stream.writeByte(value));
  }

  @Override
  public void writeShort(short value) throws JMSException {
    write(stream -> stream.writeShort(value));
  }

  @Override
  public void writeChar(char value) throws JMSException {
    write(stream -> stream.writeChar(value));
  }

  @Override
  public void writeInt(int value) throws JMSException {
    write(stream -> stream.writeInt(value));
  }

  @Override
  public void writeLong(long value) throws JMSException {
    write(stream -> stream.writeLong(value));
  }

  @Override
  public void writeFloat(float value) throws JMSException {
    write(stream -> stream.writeFloat(value));
  }

  @Override
  public void writeDouble(double value) throws JMSException {
    write(stream -> stream.writeDouble(value));
  }

  @Override
  public void writeUTF(String value) throws JMSException {
    write(stream -> stream.writeUTF(value));
  }

  @Override
  public void writeBytes(byte[] value) throws JMSException {
    write(stream -> stream.write(value));
  }

  @Override
  public void writeBytes(byte[] value, int offset, int length) throws JMSException {
    write(stream -> stream.write(value, offset, length));
  }

  @Override
  public void writeObject(Object value) throws JMSException {
    requireWritableBody();
    Objects.requireNonNull(value, "value");
    if (value instanceof Boolean bool) {
      writeBoolean(bool);
    } else if (value instanceof Byte number) {
      writeByte(number);
    } else if (value instanceof Short number) {
      writeShort(number);
    } else if (value instanceof Character character) {
      writeChar(character);
    } else if (value instanceof Integer number) {
      writeInt(number);
    } else if (value instanceof Long number) {
      writeLong(number);
    } else if (value instanceof Float number) {
      writeFloat(number);
    } else if (value instanceof Double number) {
      writeDouble(number);
    } else if (value instanceof String text) {
      writeUTF(text);
    } else if (value instanceof byte[] bytes) {
      writeBytes(bytes);
    } else {
      throw new MessageFormatException(
          "writeObject: " + value.getClass().getName() + " is not a primitive, String or byte[]");
    }
  }
}
