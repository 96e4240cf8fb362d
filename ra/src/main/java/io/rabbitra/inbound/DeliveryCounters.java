package io.rabbitra.inbound;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the sessions of one endpoint have delivered, over all generations. Thread-safe. */
final class DeliveryCounters {

  private final LongAdder deliveries = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicInteger busy = new AtomicInteger();

  void begin() {
    busy.incrementAndGet();
  }

  void end(boolean succeeded) {
    busy.decrementAndGet();
    deliveries.increment();
    if (!succeeded) {
      failures.increment();
    }
  }

  long deliveries() {
    return deliveries.sum();
  }

  long failures() {
    return failures.sum();
  }

  int busy() {
    return busy.get();
  }
}
