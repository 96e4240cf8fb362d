package io.rabbitra.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes AMQP 0-9-1 field values (specification 4.2.5.5, with RabbitMQ's type letters) into one
 * table or array with its length in front, as the binary of a body. Not for several threads.
 */
final class FieldWriter {

  private static final int LENGTH = Integer.BYTES;
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private byte[] buffer = new byte[64];
  private int size = LENGTH;
  private boolean hasChars;

  /** The bytes so far; what is written later does not change them. */
  byte[] toBytes() {
    byte[] bytes = Arrays.copyOf(buffer, size);
    int length = size - LENGTH;
    for (int i = 0; i < LENGTH; i++) {
      bytes[i] = (byte) (length >>> (8 * (LENGTH - 1 - i)));
    }
    return bytes;
  }

  /** Whether there is a char among the values, which the wire has as an unsigned 16-bit number. */
  boolean hasChars() {
    return hasChars;
  }

  /** Writes the name of a table's field, at most 255 bytes. */
  void name(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    number(utf8.length, Byte.BYTES);
    raw(utf8);
  }

  /** Writes one value of a type that {@link ValueConversion#isBodyValue} allows. */
  void value(Object value) {
    if (value == null) {
      number('V', Byte.BYTES);
    } else if (value instanceof Boolean bool) {
      number('t', Byte.BYTES);
      number(bool ? 1 : 0, Byte.BYTES);
    } else if (value instanceof Byte number) {
      number('b', Byte.BYTES);
      number(number, Byte.BYTES);
    } else if (value instanceof Short number) {
      number('s', Byte.BYTES);
      number(number, Short.BYTES);
    } else if (value instanceof Character character) {
      number('u', Byte.BYTES);
      number(character, Character.BYTES);
      hasChars = true;
    } else if (value instanceof Integer number) {
      number('I', Byte.BYTES);
      number(number, Integer.BYTES);
    } else if (value instanceof Long number) {
      number('l', Byte.BYTES);
      number(number, Long.BYTES);
    } else if (value instanceof Float number) {
      number('f', Byte.BYTES);
      number(Float.floatToRawIntBits(number), Float.BYTES);
    } else if (value instanceof Double number) {
      number('d', Byte.BYTES);
      number(Double.doubleToRawLongBits(number), Double.BYTES);
    } else if (value instanceof String text) {
      number('S', Byte.BYTES);
      block(text.getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof byte[] bytes) {
      number('x', Byte.BYTES);
      block(bytes);
    } else {
      throw new IllegalArgumentException(value.getClass().getName());
    }
  }

  /** Writes a byte array value from a part of an array. */
  void bytes(byte[] bytes, int offset, int length) {
    number('x', Byte.BYTES);
    number(length, Integer.BYTES);
    raw(bytes, offset, length);
  }

  private void block(byte[] bytes) {
    number(bytes.length, Integer.BYTES);
    raw(bytes);
  }

  private void raw(byte[] bytes) {
    raw(bytes, 0, bytes.length);
  }

  private void raw(byte[] bytes, int offset, int length) {
    ensure(length);
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
  }

  private void number(long value, int width) {
    ensure(width);
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
  }

  private void ensure(int more) {
    long needed = (long) size + more;
    if (needed > buffer.length) {
      if (needed > MAX_ARRAY) {
        throw new IllegalStateException("A body has at most " + MAX_ARRAY + " bytes");
      }
      buffer = Arrays.copyOf(buffer, (int) Math.min(MAX_ARRAY, Math.max(needed, 2L * size)));
    }
  }
}
