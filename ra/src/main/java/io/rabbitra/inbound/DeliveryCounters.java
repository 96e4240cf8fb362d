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

  void end(BeanInvoker.Verdict verdict) {
    busy.decrementAndGet();
    if (verdict == BeanInvoker.Verdict.NOT_ATTEMPTED) {
      return;
    }
    deliveries.increment();
    if (verdict == BeanInvoker.Verdict.REJECT) {
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
