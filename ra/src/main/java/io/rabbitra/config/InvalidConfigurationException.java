package io.rabbitra.config;

import java.util.Objects;

/**
 * A configuration property has a value that is not allowed. The message has the name of the
 * property, the value and what is allowed; a secret is replaced by {@link #HIDDEN}.
 */
public final class InvalidConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Stands where a secret would otherwise be shown. */
  public static final String HIDDEN = "***";

  private static final int LONGEST_VALUE_SHOWN = 300;

  private final String property;

  /**
   * @param property the name of the configuration property
   * @param value the value to show, {@link #HIDDEN} for a secret
   * @param allowed what is allowed instead; must not repeat a secret
   */
  public InvalidConfigurationException(String property, Object value, String allowed) {
    super(property + " = " + shown(value) + ": " + allowed);
    this.property = Objects.requireNonNull(property, "property");
  }

  /** The name of the configuration property, as a deployment descriptor spells it. */
  public String property() {
    return property;
  }

  /** A value out of a descriptor must not be able to forge lines of a log. */
  private static String shown(Object value) {
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
    return text.length() <= LONGEST_VALUE_SHOWN
        ? text
        : text.substring(0, LONGEST_VALUE_SHOWN) + "...";
  }
}
