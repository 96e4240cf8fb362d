package io.rabbitra.jms;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether a connection delivers (Jakarta Messaging 3.1, section 6.1.3). Thread-safe; watchers are
 * called on the thread that changes it, with no lock held, and must not block.
 */
final class Started {

  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  private volatile boolean started;

  boolean is() {
    return started;
  }

  void set(boolean now) {
    started = now;
    watchers.forEach(Runnable::run);
  }

  void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  void unwatch(Runnable watcher) {
    watchers.remove(watcher);
  }
}
