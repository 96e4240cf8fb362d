package io.rabbitra.message;

import jakarta.jms.MessageFormatException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the AMQP field values of a body that is one table or one array, see {@link FieldWriter}.
 * Whatever a sender wrote, it costs no more memory than a multiple of the body, no deeper stack
 * than {@value #MAX_DEPTH} tables, and no other exception than {@link MessageFormatException}. Not
 * for several threads.
 */
final class FieldReader {

  /** Tables and arrays within each other; the client library refuses deeper headers too. */
  static final int MAX_DEPTH = 32;

  /** Values of one table, with those of the tables in it: small ones cost much memory. */
  static final int MAX_VALUES = 1_000_000;

  private static final long MS = 1000;

  private final byte[] body;
  private final boolean withChars;
  private int position;
  private int values;

  /**
   * A reader before the first value.
   *
   * @param withChars whether unsigned 16-bit numbers are chars
   */
  FieldReader(byte[] body, boolean withChars) {
    this.body = body;
    this.withChars = withChars;
  }

  /** The whole body as one table; of two values of one name the first counts. */
  Map<String, Object> wholeTable() throws MessageFormatException {
    start();
    return tableUntil(body.length, 0);
  }

  /**
   * Goes to the first value of an array.
   *
   * @throws MessageFormatException the body has not the length that it says it has
   */
  void start() throws MessageFormatException {
    position = 0;
    values = 0;
    if (length() != body.length - position) {
      throw malformed("its length is wrong");
    }
  }

  boolean isAtEnd() {
    return position >= body.length;
  }

  int position() {
    return position;
  }

  void position(int earlier) {
    position = earlier;
  }

  /** The next value as {@link HeaderValues} shows it, but chars and byte arrays as they are. */
  Object next() throws MessageFormatException {
    values = 0;
    return visible(value(0));
  }

  private static Object visible(Object raw) {
    return ValueConversion.isBodyValue(raw) ? raw : HeaderValues.visible(raw);
  }

  private Map<String, Object> tableUntil(int end, int depth) throws MessageFormatException {
    Map<String, Object> table = new LinkedHashMap<>();
    while (position < end) {
      String name = new String(take((int) number(Byte.BYTES) & 0xff), StandardCharsets.UTF_8);
      Object value = value(depth);
      table.putIfAbsent(name, depth == 0 ? visible(value) : value);
    }
    requireEnd(end);
    return table;
  }

  private List<Object> arrayUntil(int end, int depth) throws MessageFormatException {
    List<Object> array = new ArrayList<>();
    while (position < end) {
      array.add(value(depth));
    }
    requireEnd(end);
    return array;
  }

  private void requireEnd(int end) throws MessageFormatException {
    if (position != end) {
      throw malformed("a value is longer than the table that holds it");
    }
  }

  private Object value(int depth) throws MessageFormatException {
    if (++values > MAX_VALUES) {
      throw malformed("it has more than " + MAX_VALUES + " values");
    }
    char type = (char) (number(Byte.BYTES) & 0xff);
    return switch (type) {
      case 'V' -> null;
      case 't' -> number(Byte.BYTES) != 0;
      case 'b' -> (byte) number(Byte.BYTES);
      case 'B' -> (int) number(Byte.BYTES) & 0xff;
      case 's', 'U' -> (short) number(Short.BYTES);
      case 'u' -> unsignedShort();
      case 'I' -> (int) number(Integer.BYTES);
      case 'i' -> number(Integer.BYTES) & 0xffff_ffffL;
      case 'l', 'L' -> number(Long.BYTES);
      case 'f' -> Float.intBitsToFloat((int) number(Float.BYTES));
      case 'd' -> Double.longBitsToDouble(number(Double.BYTES));
      case 'D' -> decimal();
      case 'T' -> number(Long.BYTES) * MS;
      case 'S' -> text(take(length()));
      case 'x' -> take(length());
      case 'F' -> tableUntil(end(depth), depth + 1);
      case 'A' -> arrayUntil(end(depth), depth + 1);
      default -> throw malformed("there is no type 0x" + Integer.toHexString(type));
    };
  }

  private Object unsignedShort() throws MessageFormatException {
    char value = (char) number(Character.BYTES);
    if (withChars) {
      return value;
    }
    return (int) value;
  }

  private BigDecimal decimal() throws MessageFormatException {
    int scale = (int) number(Byte.BYTES) & 0xff;
    return BigDecimal.valueOf(number(Integer.BYTES), scale);
  }

  /** Older clients have only this type, for text and for bytes. */
  private static Object text(byte[] bytes) {
    try {
      return Utf8.decode(bytes);
    } catch (CharacterCodingException notText) {
      return bytes;
    }
  }

  private int end(int depth) throws MessageFormatException {
    if (depth >= MAX_DEPTH) {
      throw malformed("more than " + MAX_DEPTH + " tables are within each other");
    }
    int length = length();
    require(length);
    return position + length;
  }

  private int length() throws MessageFormatException {
    return (int) number(Integer.BYTES);
  }

  private byte[] take(int length) throws MessageFormatException {
    require(length);
    position += length;
    return Arrays.copyOfRange(body, position - length, position);
  }

  private long number(int width) throws MessageFormatException {
    require(width);
    ByteBuffer at = ByteBuffer.wrap(body, position, width);
    position += width;
    return switch (width) {
      case Byte.BYTES -> at.get();
      case Short.BYTES -> at.getShort();
      case Integer.BYTES -> at.getInt();
      default -> at.getLong();
    };
  }

  private void require(int length) throws MessageFormatException {
    // A length beyond 2 GiB reads as negative.
    if (length < 0 || length > body.length - position) {
      throw malformed("it ends before its last value does");
    }
  }

  private MessageFormatException malformed(String why) {
    return new MessageFormatException(
        "The body is no AMQP table or array: " + why + " (at byte " + position + ")");
  }
}
