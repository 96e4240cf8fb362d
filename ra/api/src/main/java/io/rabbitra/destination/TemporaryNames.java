package io.rabbitra.destination;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of temporary destinations, {@code rabbitra.tmp.connection.uuid}: whoever receives such a
 * name as JMSReplyTo sees that it is temporary, and whose.
 */
public final class TemporaryNames {

  private static final Pattern FORM =
      Pattern.compile(
          "rabbitra\\.tmp\\.([^.]{1,100})\\."
              + "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Asked first: the names of all messages that are received come by. */
  private static final String PREFIX = "rabbitra.tmp.";

  private TemporaryNames() {}

  /**
   * A new name for a temporary destination of this connection.
   *
   * @param connectionId 1 to 100 characters without a dot, the same for all of one connection
   * @throws IllegalArgumentException the identifier is not of this form
   */
  public static String create(String connectionId) {
    String name = PREFIX + connectionId + "." + UUID.randomUUID();
    if (!isTemporary(name) || !Names.isValid(name)) {
      throw new IllegalArgumentException(
          "connectionId is '" + connectionId + "': allowed are 1 to 100 characters without a dot");
    }
    return name;
  }

  /** Whether the name of a queue, or the routing key of a topic, is a temporary destination's. */
  public static boolean isTemporary(String name) {
    return name != null && name.startsWith(PREFIX) && FORM.matcher(name).matches();
  }

  /** The connection the name belongs to; null if it is not the name of a temporary destination. */
  public static String connectionId(String name) {
    if (name == null) {
      return null;
    }
    Matcher matcher = FORM.matcher(name);
    return matcher.matches() ? matcher.group(1) : null;
  }
}
