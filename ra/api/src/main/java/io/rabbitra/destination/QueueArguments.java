package io.rabbitra.destination;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads and writes properties like {@code arguments}: {@code name=value} pairs, separated by
 * commas. A whole number and true or false are what they look like, all else is text; so is
 * anything in single or double quotes, in which the quote itself is written twice.
 */
public final class QueueArguments {

  private static final String ALLOWED =
      "allowed are pairs like x-max-priority=10, separated by commas, with different names and the"
          + " value in quotes if it has a comma or is a text that looks like a number";

  private final String property;
  private final String text;
  private final Map<String, Object> arguments = new LinkedHashMap<>();

  /** What is not read yet begins here. */
  private int position;

  private QueueArguments(String property, String text) {
    this.property = property;
    this.text = text;
  }

  /**
   * The arguments in the order of the text; none for null or blanks.
   *
   * @throws IllegalArgumentException it is not of this form; names the property
   */
  static Map<String, Object> parse(String text) {
    return parse("arguments", text);
  }

  /**
   * The same for a property of another name.
   *
   * @throws IllegalArgumentException it is not of this form; names the property
   */
  public static Map<String, Object> parse(String property, String text) {
    if (text == null || text.isBlank()) {
      return Map.of();
    }
    return new QueueArguments(property, text).read();
  }

  /** The text that {@link #parse} reads as these arguments, of whole numbers, booleans, texts. */
  public static String format(Map<String, Object> arguments) {
    return arguments.entrySet().stream()
        .map(argument -> argument.getKey() + "=" + format(argument.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String format(Object value) {
    return value instanceof String text ? "'" + text.replace("'", "''") + "'" : value.toString();
  }

  private Map<String, Object> read() {
    do {
      readPair();
    } while (position++ < text.length());
    return Collections.unmodifiableMap(arguments);
  }

  /** Leaves the position at the comma after the pair, or at the end. */
  private void readPair() {
    int equals = text.indexOf('=', position);
    if (equals < 0) {
      throw wrong("'" + text.substring(position).strip() + "' has no '='");
    }
    String name = text.substring(position, equals).strip();
    if (name.indexOf(',') >= 0 || !Names.isValid(name)) {
      throw wrong("'" + name + "' is no name of an argument");
    }
    position = equals + 1;
    skipBlanks();
    Object value = atQuote() ? quoted(text.charAt(position)) : plain();
    if (arguments.put(name, value) != null) {
      throw wrong("'" + name + "' is there twice");
    }
  }

  private boolean atQuote() {
    return position < text.length()
        && (text.charAt(position) == '"' || text.charAt(position) == '\'');
  }

  private String quoted(char quote) {
    StringBuilder value = new StringBuilder();
    int i = position + 1;
    while (true) {
      int end = text.indexOf(quote, i);
      if (end < 0) {
        throw wrong("a quote is not closed");
      }
      value.append(text, i, end);
      i = end + 1;
      if (i >= text.length() || text.charAt(i) != quote) {
        break;
      }
      value.append(quote);
      i++;
    }
    position = i;
    skipBlanks();
    if (position < text.length() && text.charAt(position) != ',') {
      throw wrong("there is something between a closing quote and the next comma");
    }
    return value.toString();
  }

  private Object plain() {
    int comma = text.indexOf(',', position);
    int end = comma < 0 ? text.length() : comma;
    String value = text.substring(position, end).strip();
    position = end;
    if (value.isEmpty()) {
      throw wrong("a value is empty");
    }
    if (value.equals("true") || value.equals("false")) {
      return Boolean.valueOf(value);
    }
    return value.matches("[-+]?[0-9]+") ? number(value) : value;
  }

  private Number number(String value) {
    try {
      long number = Long.parseLong(value);
      if (number == (int) number) {
        return (int) number;
      }
      return number;
    } catch (NumberFormatException e) {
      IllegalArgumentException wrong = wrong("'" + value + "' is too large a number");
      wrong.initCause(e);
      throw wrong;
    }
  }

  private void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(
        "Property " + property + " is '" + text + "': " + why + "; " + ALLOWED);
  }
}
