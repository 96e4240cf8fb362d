package io.rabbitra.jms;

import java.util.Locale;

/** How a transacted session sends; the values of the property {@code txMode}. */
public enum TxMode {
  /**
   * Messages are held until commit, then published in one flush and all confirmed, then what was
   * received is acknowledged.
   */
  CONFIRM,
  /** Messages are published at once within an AMQP transaction (tx.select, tx.commit). */
  AMQP;

  /**
   * Reads the property, whatever its case.
   *
   * @throws IllegalArgumentException it is none of the values; names the property
   */
  public static TxMode parse(String value) {
    for (TxMode mode : values()) {
      if (value != null && mode.name().equalsIgnoreCase(value.strip())) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "Property txMode is "
            + (value == null ? "null" : "'" + value + "'")
            + ": allowed are confirm, amqp");
  }

  /** The property's value. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
