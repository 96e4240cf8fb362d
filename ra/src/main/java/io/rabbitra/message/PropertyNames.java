package io.rabbitra.message;

import java.util.Locale;
import java.util.Set;

/** Which names an application may give to properties (Jakarta Messaging 3.1, 3.5.1 and 3.8.1.1). */
final class PropertyNames {

  static final String DELIVERY_COUNT = "JMSXDeliveryCount";
  static final String GROUP_ID = "JMSXGroupID";
  static final String GROUP_SEQ = "JMSXGroupSeq";
  static final String USER_ID = "JMSXUserID";
  static final String APP_ID = "JMSXAppID";

  private static final Set<String> SELECTOR_WORDS =
      Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

  private static final Set<String> SET_BY_PROVIDER =
      Set.of(
          DELIVERY_COUNT,
          USER_ID,
          APP_ID,
          "JMSXProducerTXID",
          "JMSXConsumerTXID",
          "JMSXRcvTimestamp",
          "JMSXState");

  private PropertyNames() {}

  /**
   * Whether only a provider gives this property its value. An application may set it, for programs
   * copy all properties of a message they received, but it is not sent.
   */
  static boolean isSetByProvider(String name) {
    return SET_BY_PROVIDER.contains(name);
  }

  /**
   * Whether a received header of this name is a property. Other names of the prefix {@code JMS} are
   * those of Jakarta headers, which are no properties.
   */
  static boolean isVisible(String name) {
    return !isSetByProvider(name)
        && (!name.startsWith("JMS") || name.startsWith("JMS_") || name.startsWith("JMSX"));
  }

  /**
   * Checks a name that an application wants to set. Names with the prefix {@code JMS_} are for
   * providers and are passed on as they are.
   *
   * @throws IllegalArgumentException the name is null, empty, no identifier, a word of the selector
   *     syntax, or reserved by the prefix {@code JMS}
   */
  static void requireSettable(String name) {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("A property name must not be null or empty");
    }
    if (!isIdentifier(name)) {
      throw new IllegalArgumentException(
          "Property name '" + name + "' is not an identifier of the message selector syntax");
    }
    if (SELECTOR_WORDS.contains(name.toUpperCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "Property name '" + name + "' is a reserved word of the message selector syntax");
    }
    if (name.startsWith("JMS") && !name.startsWith("JMS_") && !isDefinedJmsx(name)) {
      throw new IllegalArgumentException(
          "Property name '" + name + "' is reserved: the prefix JMS belongs to the specification");
    }
  }

  private static boolean isDefinedJmsx(String name) {
    return name.equals(GROUP_ID) || name.equals(GROUP_SEQ) || isSetByProvider(name);
  }

  private static boolean isIdentifier(String name) {
    int first = name.codePointAt(0);
    return Character.isJavaIdentifierStart(first)
        && name.codePoints().allMatch(Character::isJavaIdentifierPart);
  }
}
