package io.rabbitra.inbound;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the sessions of one endpoint have delivered, over all generations. Thread-safe. */
final class DeliveryCounters {

  private final LongAdder deliveries = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder redelivered = new LongAdder();
  private final LongAdder deadLettered = new LongAdder();
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

  /** A failed message is back in its queue, or will be after its delay. */
  void redelivered() {
    redelivered.increment();
  }

  /** A failed message was given up. */
  void deadLettered() {
    deadLettered.increment();
  }

  long redeliveredMessages() {
    return redelivered.sum();
  }

  long deadLetteredMessages() {
    return deadLettered.sum();
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
