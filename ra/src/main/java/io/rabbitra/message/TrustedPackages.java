package io.rabbitra.message;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which classes a received object message may consist of. Immutable and safe for any thread.
 *
 * <p>Deserialization of what a stranger sent can execute his code with the classes of the
 * application, so nothing is trusted unless it is named. With anything named, the values of the
 * language are trusted too: the wrappers of primitive types, String, BigInteger, BigDecimal,
 * enumerations as such, and arrays of what is trusted. Everything else is named or refused, also
 * the classes of the fields of an object, its superclasses, and the interfaces of a dynamic proxy.
 */
public final class TrustedPackages {

  /** Nothing, the default. */
  public static final TrustedPackages NONE = new TrustedPackages(Set.of(), false);

  /** The name of the setting, for errors. */
  static final String PROPERTY = "trustedPackages";

  private static final String EVERYTHING = "*";

  private static final Set<String> VALUES =
      Set.of(
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Double",
          "java.lang.Enum",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Number",
          "java.lang.Object",
          "java.lang.Short",
          "java.lang.String",
          "java.lang.reflect.Proxy",
          "java.math.BigDecimal",
          "java.math.BigInteger");

  private final Set<String> names;
  private final boolean all;

  private TrustedPackages(Set<String> names, boolean all) {
    this.names = names;
    this.all = all;
  }

  /**
   * Reads the setting {@code trustedPackages}.
   *
   * @param list names of packages and classes, separated by commas; a package stands for those
   *     below it too, a class for those nested in it; {@code *} for all; null or blank for none
   * @throws IllegalArgumentException something in the list is no such name; the text names the
   *     setting, the value and what is allowed
   */
  public static TrustedPackages parse(String list) {
    if (list == null || list.isBlank()) {
      return NONE;
    }
    Set<String> names = new LinkedHashSet<>();
    for (String part : list.split(",", -1)) {
      String name = part.strip();
      if (!name.equals(EVERYTHING) && !isName(name)) {
        throw new IllegalArgumentException(
            PROPERTY
                + " = "
                + list
                + ": '"
                + name
                + "' is no name; allowed are names of packages and classes, separated by commas,"
                + " or * for all");
      }
      names.add(name);
    }
    return new TrustedPackages(names, names.contains(EVERYTHING));
  }

  private static boolean isName(String name) {
    return Arrays.stream(name.split("\\.", -1))
        .allMatch(
            part ->
                !part.isEmpty()
                    && Character.isJavaIdentifierStart(part.codePointAt(0))
                    && part.codePoints().allMatch(Character::isJavaIdentifierPart));
  }

  boolean isNone() {
    return names.isEmpty();
  }

  /**
   * Whether objects of the class may be made.
   *
   * @param className as {@link Class#getName()} has it, but not of an array
   */
  boolean trusts(String className) {
    if (all || (!isNone() && VALUES.contains(className))) {
      return true;
    }
    String name = className;
    while (!names.contains(name)) {
      int end = Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
      if (end < 0) {
        return false;
      }
      name = name.substring(0, end);
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrustedPackages that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  /** The list as {@link #parse} reads it. */
  @Override
  public String toString() {
    return String.join(",", names);
  }
}
