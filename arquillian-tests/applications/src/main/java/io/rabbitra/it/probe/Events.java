package io.rabbitra.it.probe;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What beans report, kept outside of any application so that a redeployment does not lose it. */
public final class Events {

  private static final String KEY = "rabbitra.test.events";

  private Events() {}

  @SuppressWarnings("unchecked")
  public static Queue<String> all() {
    return (Queue<String>)
        System.getProperties().computeIfAbsent(KEY, key -> new ConcurrentLinkedQueue<String>());
  }
}
