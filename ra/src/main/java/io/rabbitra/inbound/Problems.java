package io.rabbitra.inbound;

import io.rabbitra.config.InvalidConfigurationException;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What is wrong with an activation configuration: at most one thing about each property. */
final class Problems {

  private final Map<String, String> messages = new LinkedHashMap<>();

  /** A first cause, for the exception; null if there is none. */
  private Exception cause;

  /**
   * @param allowed in words that do not repeat a secret
   */
  void add(String property, Object value, String allowed) {
    add(property, new InvalidConfigurationException(property, value, allowed).getMessage());
  }

  /**
   * @param message names the property, its value and what is allowed
   */
  void add(String property, String message) {
    messages.putIfAbsent(property, message);
  }

  /** The meaning of a word; null, and a problem, if it has none. */
  <T> T read(Choices<T> choices, String property, String word) {
    T meaning = choices.read(word);
    if (meaning == null) {
      add(property, word, choices.allowed());
    }
    return meaning;
  }

  void range(String property, Integer value, int min, int max) {
    range(property, value, min, max, Integer.toString(max));
  }

  /**
   * @param maxText what stands for max in the message
   */
  void range(String property, Integer value, int min, int max, String maxText) {
    if (value == null || value < min || value > max) {
      add(property, value, "allowed is a whole number from " + min + " to " + maxText);
    }
  }

  void causedBy(Exception exception) {
    if (cause == null) {
      cause = exception;
    }
  }

  /** Whether this property is not known to be wrong. */
  boolean none(String property) {
    return !messages.containsKey(property);
  }

  /**
   * @throws InvalidPropertyException if there is any; names all
   */
  void report() throws InvalidPropertyException {
    if (messages.isEmpty()) {
      return;
    }
    InvalidPropertyException exception =
        new InvalidPropertyException(
            "invalid activation configuration: " + String.join("; ", messages.values()), cause);
    exception.setInvalidPropertyDescriptors(
        messages.keySet().stream().map(Problems::descriptor).toArray(PropertyDescriptor[]::new));
    throw exception;
  }

  private static PropertyDescriptor descriptor(String property) {
    try {
      String capitalized =
          property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
      boolean writeOnly =
          Stream.of(FormerSpelling.values()).anyMatch(former -> former.property().equals(property));
      return new PropertyDescriptor(
          property,
          RabbitActivationSpec.class,
          writeOnly ? null : "get" + capitalized,
          "set" + capitalized);
    } catch (IntrospectionException e) {
      throw new IllegalStateException(e);
    }
  }
}
