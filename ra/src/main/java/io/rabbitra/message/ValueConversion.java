package io.rabbitra.message;

import jakarta.jms.MessageFormatException;

/**
 * The conversion table of Jakarta Messaging 3.1, 3.5.4 (the same rows and columns as in 3.11.3). A
 * null value behaves as the {@code valueOf(String)} of the wanted type does, as 3.5.4 demands:
 * {@code false} for boolean, {@link NumberFormatException} for whole numbers, {@link
 * NullPointerException} for float and double.
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

  static String toText(Object value) {
    return value == null ? null : value.toString();
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
