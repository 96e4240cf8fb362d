package io.rabbitra.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties of one message. A received header is kept as it came, so that it is sent on as it
 * came, and is shown to the application as {@link HeaderValues} says. Not for several threads.
 */
final class MessageProperties {

  private final Map<String, Object> values = new LinkedHashMap<>();

  /** The value as an application sees it, null if there is none. */
  Object get(String name) {
    return HeaderValues.visible(values.get(name));
  }

  boolean contains(String name) {
    return values.containsKey(name);
  }

  List<String> names() {
    return new ArrayList<>(values.keySet());
  }

  void clear() {
    values.clear();
  }

  /**
   * Sets what an application asks for.
   *
   * @throws IllegalArgumentException the name is not allowed
   * @throws MessageFormatException the value is of a type that properties do not have
   */
  void set(String name, Object value) throws MessageFormatException {
    PropertyNames.requireSettable(name);
    requireType(name, value);
    values.put(name, value);
  }

  /** Sets a value under any name, unchecked: from the wire or from a foreign message. */
  void put(String name, Object value) {
    values.put(name, value);
  }

  /**
   * Adds the headers that carry these properties.
   *
   * @throws JMSException a property cannot be sent through RabbitMQ
   */
  void writeTo(Map<String, Object> headers) throws JMSException {
    for (Map.Entry<String, Object> property : values.entrySet()) {
      String name = property.getKey();
      Object value = property.getValue();
      if (PropertyNames.isSetByProvider(name) || WireNames.isNotForwarded(name)) {
        continue;
      }
      if (EscapedProperties.needsEscape(name, value)) {
        if (ValueConversion.isPropertyValue(value)) {
          headers.put(
              ShortStrings.require("property name", WireNames.PROPERTY + name),
              EscapedProperties.escape(value));
        }
        continue;
      }
      ShortStrings.require("property name", name);
      headers.put(name, value);
    }
  }

  private static void requireType(String name, Object value) throws MessageFormatException {
    if (!ValueConversion.isPropertyValue(value)) {
      throw new MessageFormatException(
          "Property "
              + name
              + ": "
              + value.getClass().getName()
              + " is not allowed; allowed are Boolean, Byte, Short, Integer, Long, Float, Double"
              + " and String");
    }
    boolean wrongGroup =
        name.equals(PropertyNames.GROUP_ID) && value != null && !(value instanceof String);
    boolean wrongSeq = name.equals(PropertyNames.GROUP_SEQ) && !(value instanceof Integer);
    if (wrongGroup || wrongSeq) {
      throw new MessageFormatException(
          "Property " + name + " must be " + (wrongGroup ? "a String" : "an int"));
    }
  }
}
