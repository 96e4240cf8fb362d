package io.rabbitra;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Headers while they are set: an AMQP field table. Within it a byte array is a read-only {@link
 * ByteBuffer}, so that equality is by content and nobody can change it. Not for several threads.
 */
@SuppressWarnings("JavaUtilDate") // what an application has, and what AMQP clients know
final class HeaderTable {

  /** What is said of an instant that is out of range. */
  static final String INSTANTS =
      "allowed is an instant within 2^63 milliseconds before and after 1970";

  /** Lists and maps within each other; the adapter reads none that are deeper. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_SCALE = 255;
  private static final int MAX_BITS = Integer.SIZE - 1;

  private static final String ALLOWED =
      "allowed are String, Boolean, Byte, Short, Integer, Long, Float, Double, BigDecimal, byte[],"
          + " Instant, Date, List, Map and null";

  /** Everything in it is frozen. */
  private final Map<String, Object> values = new LinkedHashMap<>();

  HeaderTable() {}

  /**
   * @param frozen from another table
   */
  HeaderTable(Map<String, Object> frozen) {
    values.putAll(frozen);
  }

  void put(String name, Object value) {
    values.put(requireName(name, name), frozen(name, value, 0));
  }

  void replaceAll(Map<String, ?> others) {
    HeaderTable all = new HeaderTable();
    others.forEach(all::put);
    values.clear();
    values.putAll(all.values);
  }

  /** What is in it now; does not change with it. */
  Map<String, Object> frozen() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** What an application gets to see for something frozen. */
  static Map<String, Object> thawed(Map<String, Object> frozen) {
    Map<String, Object> thawed = new LinkedHashMap<>();
    frozen.forEach((name, value) -> thawed.put(name, thawed(value)));
    return Collections.unmodifiableMap(thawed);
  }

  /** What an application gets to see for something frozen. */
  static Object thawed(Object frozen) {
    if (frozen instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return copy;
    }
    if (frozen instanceof List<?> list) {
      List<Object> thawed = new ArrayList<>(list.size());
      list.forEach(value -> thawed.add(thawed(value)));
      return Collections.unmodifiableList(thawed);
    }
    if (frozen instanceof Map<?, ?> map) {
      Map<String, Object> thawed = new LinkedHashMap<>();
      map.forEach((name, value) -> thawed.put((String) name, thawed(value)));
      return Collections.unmodifiableMap(thawed);
    }
    return frozen;
  }

  /** The instant as AMQP has it; nothing if it is too far away. */
  static Optional<Instant> wholeSeconds(Instant instant) {
    Instant whole = Instant.ofEpochSecond(instant.getEpochSecond());
    boolean inRange =
        !whole.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE))
            && !whole.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE));
    return inRange ? Optional.of(whole) : Optional.empty();
  }

  /**
   * @param where the header, and where in it the value is
   */
  private static Object frozen(String where, Object value, int depth) {
    if (isPlain(value)) {
      return value;
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer();
    }
    if (value instanceof BigDecimal decimal) {
      return requireInRange(where, decimal);
    }
    if (value instanceof Instant || value instanceof Date) {
      Instant instant =
          value instanceof Date date ? Instant.ofEpochMilli(date.getTime()) : (Instant) value;
      return wholeSeconds(instant)
          .orElseThrow(() -> wrong(where, "is '" + instant + "': " + INSTANTS));
    }
    if (!(value instanceof List || value instanceof Map)) {
      throw wrong(where, "is a " + value.getClass().getName() + ": " + ALLOWED);
    }
    if (depth == MAX_DEPTH) {
      throw wrong(
          where, "is too deep: allowed are " + MAX_DEPTH + " lists and maps within each other");
    }
    return value instanceof List<?> list
        ? frozenList(where, list, depth + 1)
        : frozenMap(where, (Map<?, ?>) value, depth + 1);
  }

  private static boolean isPlain(Object value) {
    return value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Float
        || value instanceof Double;
  }

  private static List<Object> frozenList(String where, List<?> list, int depth) {
    List<Object> frozen = new ArrayList<>(list.size());
    for (Object value : list) {
      frozen.add(frozen(where + "[" + frozen.size() + "]", value, depth));
    }
    return Collections.unmodifiableList(frozen);
  }

  private static Map<String, Object> frozenMap(String where, Map<?, ?> map, int depth) {
    Map<String, Object> frozen = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String inside = where + "." + key;
          frozen.put(requireName(inside, key), frozen(inside, value, depth));
        });
    return Collections.unmodifiableMap(frozen);
  }

  private static BigDecimal requireInRange(String where, BigDecimal decimal) {
    if (decimal.scale() < 0
        || decimal.scale() > MAX_SCALE
        || decimal.unscaledValue().bitLength() > MAX_BITS) {
      throw wrong(
          where,
          "is '"
              + decimal
              + "': allowed is a decimal with at most 32 bits of digits, 0 to "
              + MAX_SCALE
              + " of them behind the point");
    }
    return decimal;
  }

  private static String requireName(String where, Object name) {
    if (!(name instanceof String text) || ShortStrings.isTooLong(text)) {
      throw wrong(where, "has no allowed name: allowed is a String of at most 255 bytes of UTF-8");
    }
    return text;
  }

  private static IllegalArgumentException wrong(String where, String what) {
    return new IllegalArgumentException("Header '" + where + "' " + what);
  }
}
