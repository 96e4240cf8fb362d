package io.rabbitra.jms;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Corrects what the broker says of earlier deliveries with what this process knows of them: a
 * classic queue tells only that there was one, and every queue counts one that waited in a buffer
 * and went back unseen.
 *
 * <p>By queue and message-id, see {@link Reception#key}, for the messages that went back last; a
 * message that nobody here has had counts as the broker says. Thread-safe.
 */
public final class DeliveryMemory {

  private static final int MAX_MESSAGES = 10_000;

  /** How often a message went back. */
  private record Returns(int seen, int unseen) {}

  /** Guarded by {@code this}. */
  private final Map<String, Returns> returns =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Returns> eldest) {
          return size() > MAX_MESSAGES;
        }
      };

  /** False from the first message that went back. Written with the lock of {@code this}. */
  private volatile boolean unused = true;

  /** The message goes back after the application had it. */
  void returnedSeen(String key) {
    add(key, 1, 0);
  }

  /** The message goes back though the application never saw it. */
  void returnedUnseen(String key) {
    add(key, 0, 1);
  }

  /** The number of this attempt, of which the broker says that it is number {@code byBroker}. */
  int attempt(Supplier<String> key, int byBroker) {
    if (unused) {
      return byBroker;
    }
    Returns known = find(key.get());
    return known == null ? byBroker : Math.max(byBroker - known.unseen(), known.seen() + 1);
  }

  private synchronized Returns find(String key) {
    return key == null ? null : returns.get(key);
  }

  /** The message will not come again. */
  void forget(String key) {
    if (unused) {
      return;
    }
    synchronized (this) {
      returns.remove(key);
    }
  }

  private synchronized void add(String key, int seen, int unseen) {
    if (key != null) {
      unused = false;
      returns.merge(
          key,
          new Returns(seen, unseen),
          (a, b) -> new Returns(a.seen() + b.seen(), a.unseen() + b.unseen()));
    }
  }
}
