package io.rabbitra.sample;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids seen last. When full, the oldest is forgotten, so memory is bounded. Not thread-safe: the
 * owner's lock guards it.
 */
final class RecentIds {
  private final int capacity;
  private final Set<String> ids = new LinkedHashSet<>();

  RecentIds(int capacity) {
    this.capacity = capacity;
  }

  /** Remembers the id; false if it was known already. */
  boolean add(String id) {
    if (!ids.add(id)) {
      return false;
    }
    if (ids.size() > capacity) {
      ids.remove(ids.iterator().next());
    }
    return true;
  }

  int size() {
    return ids.size();
  }
}
