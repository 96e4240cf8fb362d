package io.rabbitra.amqp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What was said once and is not to be said again by any connection of the adapter. Thread-safe. */
final class Mentions {

  /** Names may be made up without end; what is beyond that many is not said at all. */
  private static final int MOST = 1000;

  private final Set<String> made = ConcurrentHashMap.newKeySet();

  boolean first(String mention) {
    return made.size() < MOST && made.add(mention);
  }
}
