package io.rabbitra.message;

import jakarta.jms.MessageFormatException;

/**
 * The conversion tables of Jakarta Messaging 3.1: 3.5.4 for properties, and 3.11.3 for maps and
 * streams, which has char and byte array as well. A null value behaves as the {@code
 * valueOf(String)} of the wanted type does, as both demand: {@code false} for boolean, {@link
 * NumberFormatException} for whole numbers, {@link NullPointerException} for float, double and
 * char.
 */
final class ValueConversion {

  private ValueConversion() {}

  /** Whether applications may give this value to a property. */
  static boolean isPropertyValue(Object value) {
    return value == null
        || value instanceof String
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Double
        || value instanceof Float
        || value instanceof Short
        || value instanceof Byte;
  }

  /** Whether applications may put this value into a map or stream. */
  static boolean isBodyValue(Object value) {
    return isPropertyValue(value) || value instanceof Character || value instanceof byte[];
  }

  /** What is wrong with a value that is none. */
  static String notAllowedInBody(Object value) {
    return value.getClass().getName()
        + " is not allowed; allowed are Boolean, Byte, Short, Character, Integer, Long, Float,"
        + " Double, String and byte[]";
  }

  static boolean toBoolean(String name, Object value) throws MessageFormatException {
    if (value instanceof Boolean bool) {
      return bool;
    }
    if (value == null || value instanceof String) {
      return Boolean.parseBoolean((String) value);
    }
    throw cannot(name, value, "boolean");
  }

  static byte toByte(String name, Object value) throws MessageFormatException {
    if (value instanceof Byte number) {
      return number;
    }
    if (value == null || value instanceof String) {
      return Byte.parseByte((String) value);
    }
    throw cannot(name, value, "byte");
  }

  static short toShort(String name, Object value) throws MessageFormatException {
    if (value instanceof Short || value instanceof Byte) {
      return ((Number) value).shortValue();
    }
    if (value == null || value instanceof String) {
      return Short.parseShort((String) value);
    }
    throw cannot(name, value, "short");
  }

  static int toInt(String name, Object value) throws MessageFormatException {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).intValue();
    }
    if (value == null || value instanceof String) {
      return Integer.parseInt((String) value);
    }
    throw cannot(name, value, "int");
  }

  static long toLong(String name, Object value) throws MessageFormatException {
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value == null || value instanceof String) {
      return Long.parseLong((String) value);
    }
    throw cannot(name, value, "long");
  }

  static float toFloat(String name, Object value) throws MessageFormatException {
    if (value instanceof Float number) {
      return number;
    }
    if (value == null || value instanceof String) {
      return Float.parseFloat((String) value);
    }
    throw cannot(name, value, "float");
  }

  static double toDouble(String name, Object value) throws MessageFormatException {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value == null || value instanceof String) {
      return Double.parseDouble((String) value);
    }
    throw cannot(name, value, "double");
  }

  static String toText(Object property) {
    return property == null ? null : property.toString();
  }

  static String toText(String name, Object value) throws MessageFormatException {
    if (value instanceof byte[]) {
      throw cannot(name, value, "String");
    }
    return toText(value);
  }

  static char toChar(String name, Object value) throws MessageFormatException {
    if (value instanceof Character character) {
      return character;
    }
    if (value == null) {
      throw new NullPointerException("'" + name + "' is null, which is no char");
    }
    throw cannot(name, value, "char");
  }

  /** The array itself, not a copy; null for null. */
  static byte[] toBytes(String name, Object value) throws MessageFormatException {
    if (value == null || value instanceof byte[]) {
      return (byte[]) value;
    }
    throw cannot(name, value, "byte[]");
  }

  private static MessageFormatException cannot(String name, Object value, String wanted) {
    return new MessageFormatException(
        "'"
            + name
            + "' is a "
            + value.getClass().getSimpleName()
            + " and cannot be read as "
            + wanted);
  }
}
