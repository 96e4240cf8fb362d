package io.rabbitra.sample;

import java.util.List;

/**
 * Orders for trying out: they look different, and the same number always gives the same content.
 */
final class GeneratedOrders {
  private static final List<String> CUSTOMERS =
      List.of("Ada", "Grace", "Edsger", "Barbara", "Leslie", "Frances", "Tony");
  private static final List<String> ITEMS = List.of("lamp", "desk", "chair", "clock", "shelf");

  private GeneratedOrders() {}

  /** The order with this number, counted from 0. Each call gives a new id. */
  static Order number(int index) {
    try {
      return Order.place(
          CUSTOMERS.get(index % CUSTOMERS.size()),
          ITEMS.get(index % ITEMS.size()),
          1 + index % Order.MAX_QUANTITY);
    } catch (InvalidOrderException e) {
      throw new IllegalStateException("a generated order is not valid", e);
    }
  }
}
