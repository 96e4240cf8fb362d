package io.rabbitra.it.chaos;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What producers and beans did, in lines, kept outside of any application so that a redeployment
 * does not lose it.
 *
 * <pre>
 *   sent      id time(ms)              its send or commit returned
 *   processed id redelivered time(ms)  a bean finished with it, its transaction committed
 * </pre>
 */
final class Ledger {

  private static final String KEY = "rabbitra.test.ledger.";

  private Ledger() {}

  static void sent(String id) {
    lines("sent").add(id + " " + System.currentTimeMillis());
  }

  static void processed(String id, boolean redelivered) {
    lines("processed").add(id + " " + redelivered + " " + System.currentTimeMillis());
  }

  @SuppressWarnings("unchecked")
  static Queue<String> lines(String kind) {
    return (Queue<String>)
        System.getProperties()
            .computeIfAbsent(KEY + kind, key -> new ConcurrentLinkedQueue<String>());
  }
}
