package io.rabbitra.inbound;

import io.rabbitra.work.AdapterThreads;
import io.rabbitra.work.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What all sessions of an endpoint share.
 *
 * @param endpoint its name, for people
 * @param workers the lane for beans
 * @param acknowledge how successes are acknowledged; a batch of 1 for transacted deliveries
 * @param longDelivery how long a delivery runs before it is reported
 */
record SessionSupport(
    String endpoint,
    Executor workers,
    Scheduler scheduler,
    LongSupplier nanoTime,
    DeliveryCounters counters,
    FailurePolicy failures,
    BeanShortage shortage,
    AcknowledgeSettings acknowledge,
    Duration longDelivery) {

  static SessionSupport of(
      ActivationSettings settings,
      AdapterThreads threads,
      DeliveryCounters counters,
      FailurePolicy failures,
      boolean transacted,
      Duration longDelivery) {
    AcknowledgeSettings asked = settings.acknowledge();
    boolean together = asked.mode() == AcknowledgeMode.DUPS_OK && !transacted;
    int batch = together ? asked.batchSize() : 1;
    return new SessionSupport(
        settings.name(),
        threads.workers(),
        threads.scheduler(),
        System::nanoTime,
        counters,
        failures,
        new BeanShortage(settings.name(), System::nanoTime, ConsumerSession.LOG),
        new AcknowledgeSettings(asked.mode(), batch, asked.batchInterval()),
        longDelivery);
  }

  /**
   * @param closingGivesBack see {@link Consumption#closingGivesBack}
   */
  AckBatch batch(Feed feed, boolean closingGivesBack) {
    return new AckBatch(
        feed,
        acknowledge.batchSize(),
        acknowledge.batchInterval(),
        closingGivesBack,
        scheduler,
        nanoTime);
  }
}
