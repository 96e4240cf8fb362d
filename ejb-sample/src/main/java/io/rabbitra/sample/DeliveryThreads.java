package io.rabbitra.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The threads that deliver to the message-driven bean, by name. Any thread; the lock of this object
 * guards all state. When more than {@value #REMEMBERED} names were seen, the idle one that has
 * delivered least recently is forgotten.
 */
@ApplicationScoped
public class DeliveryThreads {
  static final int REMEMBERED = 100;

  /**
   * One thread.
   *
   * @param name the thread's name
   * @param deliveries deliveries begun on it
   * @param busy deliveries running on it now; more than 1 only if threads share a name
   * @param lastDelivery when the last one began
   */
  public record DeliveryThread(String name, long deliveries, int busy, Instant lastDelivery) {}

  // In order of the last delivery, the least recent first.
  private final Map<String, DeliveryThread> threads = new LinkedHashMap<>();

  /** A delivery begins on the thread of this name. */
  public synchronized void entered(String name) {
    DeliveryThread before = threads.remove(name);
    long deliveries = before == null ? 0 : before.deliveries();
    int busy = before == null ? 0 : before.busy();
    threads.put(name, new DeliveryThread(name, deliveries + 1, busy + 1, Instant.now()));
    forgetIdle();
  }

  /** A delivery has ended on the thread of this name, however it ended. */
  public synchronized void left(String name) {
    threads.computeIfPresent(
        name,
        (key, thread) ->
            new DeliveryThread(
                name, thread.deliveries(), thread.busy() - 1, thread.lastDelivery()));
  }

  /** All threads, by name. */
  public synchronized List<DeliveryThread> all() {
    return threads.values().stream().sorted(Comparator.comparing(DeliveryThread::name)).toList();
  }

  private void forgetIdle() {
    Iterator<DeliveryThread> candidates = threads.values().iterator();
    while (threads.size() > REMEMBERED && candidates.hasNext()) {
      if (candidates.next().busy() == 0) {
        candidates.remove();
      }
    }
  }
}
