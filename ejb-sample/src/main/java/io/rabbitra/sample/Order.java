package io.rabbitra.sample;

import java.time.Instant;
import java.util.UUID;

/**
 * One order. It can only exist with valid values; see {@link #of} for what is valid.
 *
 * @param id identifies the order across deliveries, so that a second delivery is recognised
 * @param customer who ordered, 1 to 100 characters
 * @param item what was ordered, 1 to 100 characters
 * @param quantity how many, 1 to 1000
 * @param createdAt when the order was taken
 */
public record Order(String id, String customer, String item, int quantity, Instant createdAt) {
  /** Item of an order whose first delivery fails, to show the redelivery. */
  public static final String FAIL_ONCE = "fail-once";

  /** Item of an order that takes a second to handle, to show busy threads and a drain. */
  public static final String SLOW = "slow";

  static final int MAX_TEXT = 100;
  static final int MAX_QUANTITY = 1000;

  /**
   * A new order with an id of its own. Blanks around the texts are removed.
   *
   * @throws InvalidOrderException if a text is missing, too long or has control characters, or the
   *     quantity is out of range
   */
  public static Order place(String customer, String item, int quantity)
      throws InvalidOrderException {
    return of(UUID.randomUUID().toString(), customer, item, quantity, Instant.now());
  }

  /**
   * An order that exists already, with checked values.
   *
   * @throws InvalidOrderException as {@link #place}
   */
  public static Order of(String id, String customer, String item, int quantity, Instant createdAt)
      throws InvalidOrderException {
    if (quantity < 1 || quantity > MAX_QUANTITY) {
      throw new InvalidOrderException(
          "quantity is " + quantity + ", allowed is 1 to " + MAX_QUANTITY);
    }
    return new Order(
        text("id", id), text("customer", customer), text("item", item), quantity, createdAt);
  }

  private static String text(String field, String value) throws InvalidOrderException {
    if (value == null || value.isBlank()) {
      throw new InvalidOrderException(
          field + " is missing, allowed is a text of 1 to " + MAX_TEXT + " characters");
    }
    String text = value.strip();
    if (text.length() > MAX_TEXT) {
      throw new InvalidOrderException(
          field + " has " + text.length() + " characters, allowed is 1 to " + MAX_TEXT);
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidOrderException(
          field + " has a control character, allowed is plain text on one line");
    }
    return text;
  }
}
