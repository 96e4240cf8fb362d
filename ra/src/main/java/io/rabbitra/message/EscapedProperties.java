package io.rabbitra.message;

import java.util.Map;

/**
 * Properties that cannot be headers of their own names, under {@link WireNames#PROPERTY}: those
 * whose names mean something to the broker or the mapping, and the numbers that are no finite ones,
 * for which RabbitMQ closes the connection with 541; these are tables of their type and text.
 */
final class EscapedProperties {

  private static final String FLOAT = "float";
  private static final String DOUBLE = "double";

  private EscapedProperties() {}

  static boolean needsEscape(String name, Object value) {
    return WireNames.isNoProperty(name) || isNotFinite(value);
  }

  private static boolean isNotFinite(Object value) {
    return (value instanceof Float || value instanceof Double)
        && !Double.isFinite(((Number) value).doubleValue());
  }

  /** The header's value for a property's. */
  static Object escape(Object value) {
    if (!isNotFinite(value)) {
      return value;
    }
    return Map.of(value instanceof Float ? FLOAT : DOUBLE, value.toString());
  }

  /** Sets the property that a header of the prefix carries; any other is nobody's. */
  static void restore(String header, Object value, MessageProperties properties) {
    String name = header.substring(WireNames.PROPERTY.length());
    Object number = value instanceof Map<?, ?> table ? notFinite(table) : null;
    if (number != null && PropertyNames.isVisible(name) && !name.isEmpty()) {
      properties.put(name, number);
    } else if (WireNames.isNoProperty(name)) {
      properties.put(name, HeaderValues.visible(value));
    }
  }

  private static Number notFinite(Map<?, ?> table) {
    Double number =
        parse(String.valueOf(table.containsKey(FLOAT) ? table.get(FLOAT) : table.get(DOUBLE)));
    if (number == null) {
      return null;
    }
    if (table.containsKey(FLOAT)) {
      return number.floatValue();
    }
    return number;
  }

  private static Double parse(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }
}
