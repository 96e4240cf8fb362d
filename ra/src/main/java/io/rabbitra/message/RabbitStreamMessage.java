package io.rabbitra.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.StreamMessage;
import java.util.Objects;

/**
 * A stream message (Jakarta Messaging 3.1, 3.11.3). The values are kept as they are on the wire and
 * decoded one by one.
 *
 * <p>States: write-only (new, or after {@link #clearBody()}) → {@link #reset()} → read-only with a
 * position; a received message starts as read-only. While write-only {@code out} is in use, while
 * read-only {@code content} and {@code in}. A read that fails does not move the position.
 */
public class RabbitStreamMessage extends RabbitMessage implements StreamMessage {

  private FieldWriter out;
  private byte[] content;
  private FieldReader in;
  private boolean hasChars;

  /** The byte array that readBytes has begun but not ended, else null. */
  private byte[] begun;

  private int begunRead;

  /** An empty message to write. */
  public RabbitStreamMessage() {
    out = new FieldWriter();
  }

  /**
   * A received body.
   *
   * @param body the bytes, not copied
   * @param withChars whether unsigned 16-bit numbers are chars
   */
  RabbitStreamMessage(byte[] body, boolean withChars) {
    startReading(body, withChars);
    makeBodyReadOnly();
  }

  private void startReading(byte[] bytes, boolean withChars) {
    out = null;
    content = bytes;
    hasChars = withChars;
    in = null;
    begun = null;
  }

  @Override
  public void reset() {
    if (out != null) {
      startReading(out.toBytes(), out.hasChars());
    } else {
      startReading(content, hasChars);
    }
    makeBodyReadOnly();
  }

  @Override
  public void clearBody() throws JMSException {
    super.clearBody();
    startReading(null, false);
    out = new FieldWriter();
  }

  @Override
  WireBody wireBody() {
    return out != null
        ? WireBody.list(out.toBytes(), out.hasChars())
        : WireBody.list(content, hasChars);
  }

  /** Never without: of a stream getBody is always an error. */
  @Override
  boolean hasNoBody() {
    return false;
  }

  @Override
  boolean isAssignableTo(Class<?> type) {
    return false;
  }

  @FunctionalInterface
  private interface Conversion<T> {
    T of(Object value) throws JMSException;
  }

  private <T> T read(Conversion<T> conversion) throws JMSException {
    requireReadableBody();
    if (begun != null) {
      throw new MessageFormatException(
          "readBytes has not read the current byte[] to its end, "
              + (begun.length - begunRead)
              + " bytes are left");
    }
    FieldReader reader = reader();
    int before = reader.position();
    boolean converted = false;
    try {
      T value = conversion.of(nextOf(reader));
      converted = true;
      return value;
    } finally {
      if (!converted) {
        reader.position(before);
      }
    }
  }

  private FieldReader reader() throws JMSException {
    if (in == null) {
      FieldReader reader = new FieldReader(content, hasChars);
      reader.start();
      in = reader;
    }
    return in;
  }

  private static Object nextOf(FieldReader reader) throws JMSException {
    if (reader.isAtEnd()) {
      throw new MessageEOFException("The stream has no more values");
    }
    return reader.next();
  }

  private static final String VALUE = "the next value";

  @Override
  public boolean readBoolean() throws JMSException {
    return read(value -> ValueConversion.toBoolean(VALUE, value));
  }

  @Override
  public byte readByte() throws JMSException {
    return read(value -> ValueConversion.toByte(VALUE, value));
  }

  @Override
  public short readShort() throws JMSException {
    return read(value -> ValueConversion.toShort(VALUE, value));
  }

  @Override
  public char readChar() throws JMSException {
    return read(value -> ValueConversion.toChar(VALUE, value));
  }

  @Override
  public int readInt() throws JMSException {
    return read(value -> ValueConversion.toInt(VALUE, value));
  }

  @Override
  public long readLong() throws JMSException {
    return read(value -> ValueConversion.toLong(VALUE, value));
  }

  @Override
  public float readFloat() throws JMSException {
    return read(value -> ValueConversion.toFloat(VALUE, value));
  }

  @Override
  public double readDouble() throws JMSException {
    return read(value -> ValueConversion.toDouble(VALUE, value));
  }

  @Override
  public String readString() throws JMSException {
    return read(value -> ValueConversion.toText(VALUE, value));
  }

  @Override
  public Object readObject() throws JMSException {
    return read(value -> value);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A call that fills the buffer is always followed by another one for the same value, which
   * returns -1 if nothing was left.
   */
  @Override
  public int readBytes(byte[] value) throws JMSException {
    Objects.requireNonNull(value, "value");
    requireReadableBody();
    boolean first = begun == null;
    if (first) {
      byte[] bytes = read(next -> ValueConversion.toBytes(VALUE, next));
      if (bytes == null) {
        return -1;
      }
      begun = bytes;
      begunRead = 0;
    }
    int count = Math.min(value.length, begun.length - begunRead);
    boolean nothingLeft = begunRead == begun.length && !first;
    System.arraycopy(begun, begunRead, value, 0, count);
    begunRead += count;
    if (count < value.length || nothingLeft) {
      begun = null;
    }
    return nothingLeft ? -1 : count;
  }

  @Override
  public void writeBoolean(boolean value) throws JMSException {
    write(value);
  }

  @Override
  public void writeByte(byte value) throws JMSException {
    write(value);
  }

  @Override
  public void writeShort(short value) throws JMSException {
    write(value);
  }

  @Override
  public void writeChar(char value) throws JMSException {
    write(value);
  }

  @Override
  public void writeInt(int value) throws JMSException {
    write(value);
  }

  @Override
  public void writeLong(long value) throws JMSException {
    write(value);
  }

  @Override
  public void writeFloat(float value) throws JMSException {
    write(value);
  }

  @Override
  public void writeDouble(double value) throws JMSException {
    write(value);
  }

  @Override
  public void writeString(String value) throws JMSException {
    write(value);
  }

  @Override
  public void writeBytes(byte[] value) throws JMSException {
    write(value);
  }

  @Override
  public void writeBytes(byte[] value, int offset, int length) throws JMSException {
    requireWritableBody();
    Objects.checkFromIndexSize(offset, length, value.length);
    out.bytes(value, offset, length);
  }

  @Override
  public void writeObject(Object value) throws JMSException {
    requireWritableBody();
    if (!ValueConversion.isBodyValue(value)) {
      throw new MessageFormatException("writeObject: " + ValueConversion.notAllowedInBody(value));
    }
    out.value(value);
  }

  private void write(Object value) throws JMSException {
    requireWritableBody();
    out.value(value);
  }
}
