package io.rabbitra.inbound;

import java.util.ArrayList;
import java.util.List;

/** A queue.bind of the queue an endpoint consumes from. */
record QueueBinding(String exchange, String routingKey) {

  static final String ALLOWED =
      "allowed are pairs like exchange/routingKey, separated by commas, each part at most 255 bytes"
          + " of UTF-8 and the exchange not empty; a part with a comma or a quote, and an exchange"
          + " with a slash, stands in quotes";

  /**
   * Reads the property {@code bindings}.
   *
   * @throws IllegalArgumentException it is not of this form
   */
  static List<QueueBinding> parse(String text) {
    return text == null ? List.of() : new Reader(text).read();
  }

  private static final class Reader {

    private final String text;
    private int position;

    Reader(String text) {
      this.text = text;
    }

    List<QueueBinding> read() {
      List<QueueBinding> bindings = new ArrayList<>();
      do {
        bindings.add(readBinding());
      } while (position++ < text.length());
      return List.copyOf(bindings);
    }

    /** Leaves the position at the comma after it, or at the end. */
    private QueueBinding readBinding() {
      String exchange = part("/,");
      String routingKey = "";
      if (position < text.length() && text.charAt(position) == '/') {
        position++;
        routingKey = part(",");
      }
      if (exchange.isEmpty() || isTooLong(exchange) || isTooLong(routingKey)) {
        throw new IllegalArgumentException(ALLOWED);
      }
      return new QueueBinding(exchange, routingKey);
    }

    /** Up to the next of these characters outside quotes, or to the end. */
    private String part(String ends) {
      skipBlanks();
      boolean quoted = position < text.length() && isQuote(text.charAt(position));
      String part = quoted ? quoted(text.charAt(position)) : "";
      int start = position;
      while (position < text.length() && ends.indexOf(text.charAt(position)) < 0) {
        if (isQuote(text.charAt(position))) {
          throw new IllegalArgumentException(ALLOWED);
        }
        position++;
      }
      String rest = text.substring(start, position).strip();
      if (quoted && !rest.isEmpty()) {
        throw new IllegalArgumentException(ALLOWED);
      }
      return quoted ? part : rest;
    }

    /** Leaves the position behind the closing quote. */
    private String quoted(char quote) {
      StringBuilder value = new StringBuilder();
      position++;
      while (true) {
        int end = text.indexOf(quote, position);
        if (end < 0) {
          throw new IllegalArgumentException(ALLOWED);
        }
        value.append(text, position, end);
        position = end + 1;
        if (position >= text.length() || text.charAt(position) != quote) {
          return value.toString();
        }
        value.append(quote);
        position++;
      }
    }

    private void skipBlanks() {
      while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
        position++;
      }
    }

    private static boolean isQuote(char c) {
      return c == '"' || c == '\'';
    }

    private static boolean isTooLong(String part) {
      return part.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 255;
    }
  }
}
