package io.rabbitra.destination;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is done about a queue before it is used; the values of the property {@code declare}. */
public enum DeclarePolicy {
  /** Nothing: the queue is expected to exist. */
  NONE,
  /** {@code queue.declare} with {@code passive}: it must exist, whatever its arguments are. */
  PASSIVE,
  /** {@code queue.declare}: it is made if it does not exist. */
  DECLARE;

  /** The value of the property. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the property, whatever its case.
   *
   * @throws IllegalArgumentException it is null or none of the values; names the property
   */
  public static DeclarePolicy parse(String value) {
    for (DeclarePolicy policy : values()) {
      if (value != null && policy.name().equalsIgnoreCase(value.strip())) {
        return policy;
      }
    }
    String allowed =
        Arrays.stream(values()).map(DeclarePolicy::text).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "Property declare is "
            + (value == null ? "null" : "'" + value + "'")
            + ": allowed are "
            + allowed);
  }
}
