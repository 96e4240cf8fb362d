package io.rabbitra.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One {@code uri} value as text: cut into its entries, percent-decoded, shown without secrets, and
 * refused.
 *
 * <p>What is shown never depends on the text being a well-formed URI: a password with a reserved
 * character in it is the usual reason for a URI to be malformed.
 *
 * @param property the property to name in errors
 * @param value the whole value of that property
 */
record UriText(String property, String value) {
  /** A comma is legal in a password or virtual host; it separates entries before a scheme only. */
  private static final Pattern SEPARATOR =
      Pattern.compile("\\s*,\\s*(?=[A-Za-z][A-Za-z0-9+.-]*:/)");

  private static final Pattern ENTRY = Pattern.compile("(?is)(amqps?)://(.*)");
  private static final Pattern END_OF_AUTHORITY = Pattern.compile("[/?#]");

  /**
   * Deliberately narrow: a "user:password" that forgot its host looks like a host with an odd port,
   * a query that forgot its '?' like a path.
   */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?s)(\\[[0-9A-Fa-f:.%]*\\]|[^:/?#=&]*)(:[0-9]{1,5})?(/[^?#=&]*)?(\\?.*)?");

  private static final String UNRESERVED_AND_SUB_DELIMS = "-._~!$&'()*+,;=";

  List<String> entries() {
    return List.of(SEPARATOR.split(value.strip(), -1));
  }

  InvalidConfigurationException refused(String why) {
    return new InvalidConfigurationException(property, shown(), why);
  }

  /** The value without user info and query; nothing at all of an entry of another scheme. */
  String shown() {
    return entries().stream().map(UriText::shown).collect(Collectors.joining(","));
  }

  private static String shown(String entry) {
    Matcher form = ENTRY.matcher(entry);
    if (!form.matches()) {
      return InvalidConfigurationException.HIDDEN;
    }
    String scheme = form.group(1).toLowerCase(Locale.ROOT) + "://";
    String rest = form.group(2);
    int at = rest.lastIndexOf('@');
    if (at > END_OF_AUTHORITY.split(rest, 2)[0].length()) {
      // an '@', '/' or '?' of a secret is not escaped: no telling where the secret ends
      return scheme + InvalidConfigurationException.HIDDEN;
    }
    String login = at < 0 ? "" : InvalidConfigurationException.HIDDEN + "@";
    Matcher place = HOST_AND_PORT.matcher(rest.substring(at + 1));
    if (!place.matches()) {
      return scheme + login + InvalidConfigurationException.HIDDEN;
    }
    return scheme
        + login
        + place.group(1)
        + (place.group(2) == null ? "" : place.group(2))
        + (place.group(3) == null ? "" : place.group(3))
        + (place.group(4) == null ? "" : "?...");
  }

  /**
   * Decodes the percent escapes of one component as UTF-8.
   *
   * @param text the component, null = absent
   * @param alsoLegal the characters legal here besides those RFC 3986 calls unreserved and
   *     sub-delims
   * @param what the component in words, for errors
   * @return null for null
   */
  String decoded(String text, String alsoLegal, String what) {
    if (text == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? hexadecimal(text.charAt(i + 1)) : -1;
        int low = i + 2 < text.length() ? hexadecimal(text.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          throw refused(
              what + " has a '%' without two hexadecimal digits; '%' itself is written %25");
        }
        bytes.put((byte) (high << 4 | low));
        i += 2;
      } else if (isLegal(c) || alsoLegal.indexOf(c) >= 0) {
        bytes.put((byte) c);
      } else {
        throw refused(
            what
                + " has a character that must be percent-encoded, such as %40 for @, %3A for :,"
                + " %2F for / and %20 for a space");
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw refused("the percent escapes of " + what + " are not UTF-8");
    }
  }

  private static boolean isLegal(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED_AND_SUB_DELIMS.indexOf(c) >= 0;
  }

  private static int hexadecimal(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
