package io.rabbitra.amqp;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Locks by name, known weakly: one lives as long as somebody uses it. Thread-safe. */
final class NamedLocks {

  /** Guarded by {@code this}. */
  private final Map<String, WeakReference<ReentrantLock>> locks = new HashMap<>();

  synchronized ReentrantLock of(String name) {
    locks.values().removeIf(reference -> reference.get() == null);
    WeakReference<ReentrantLock> known = locks.get(name);
    ReentrantLock lock = known == null ? null : known.get();
    if (lock == null) {
      // Fair: who just had it does not have it again before the others.
      lock = new ReentrantLock(true);
      locks.put(name, new WeakReference<>(lock));
    }
    return lock;
  }
}
