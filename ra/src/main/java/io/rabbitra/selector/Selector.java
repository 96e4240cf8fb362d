package io.rabbitra.selector;

import jakarta.jms.InvalidSelectorException;
import jakarta.jms.Message;
import java.util.Objects;

/**
 * A message selector (Jakarta Messaging 3.1, 3.8.1): which messages a consumer wants, by header
 * fields and properties. Immutable and thread-safe.
 */
public final class Selector {

  /** Every message. */
  public static final Selector ALL = new Selector(null, null);

  private final String text;

  /** Null for all. */
  private final Condition condition;

  private Selector(String text, Condition condition) {
    this.text = text;
    this.condition = condition;
  }

  /**
   * Reads a selector; null, or one of nothing but whitespace, is {@link #ALL}.
   *
   * @throws InvalidSelectorException it does not follow the syntax, an operator has an operand that
   *     cannot be of its type whatever the message, a number is out of range, or the selector has
   *     more than 262,144 characters or is nested more than 100 levels deep
   */
  public static Selector parse(String text) throws InvalidSelectorException {
    if (text == null || text.chars().allMatch(Selector::isWhitespace)) {
      return ALL;
    }
    return new Selector(text, SelectorReader.read(text));
  }

  /** Whether the selector is true for the message. Never throws. */
  public boolean matches(Message message) {
    return condition == null || condition.test(message) == Truth.TRUE;
  }

  /** What was parsed; null for {@link #ALL}. */
  public String text() {
    return text;
  }

  public boolean isAll() {
    return condition == null;
  }

  private static boolean isWhitespace(int c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\r' || c == '\n';
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Selector selector && Objects.equals(text, selector.text);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text);
  }

  @Override
  public String toString() {
    return text == null ? "all messages" : text;
  }
}
