package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.selector.QueueScan;
import io.rabbitra.work.AdapterThreads;
import java.util.concurrent.atomic.AtomicReference;

/** What a selector lets through of a queue: one scan for all sessions of a generation. */
final class ScanSource implements Source {

  private final EndpointQueue queue;
  private final MessageFilter filter;
  private final int prefetch;
  private final AdapterThreads threads;

  /**
   * @param prefetch messages at most that wait for the sessions of the endpoint together
   */
  ScanSource(EndpointQueue queue, MessageFilter filter, int prefetch, AdapterThreads threads) {
    this.queue = queue;
    this.filter = filter;
    this.prefetch = prefetch;
    this.threads = threads;
  }

  @Override
  public Consumption open(AmqpConnection connection, Start first) throws BrokerException {
    AtomicReference<ScanConsumption> opened = new AtomicReference<>();
    queue.use(connection, () -> opened.set(scan(connection, first)));
    opened.get().start();
    return opened.get();
  }

  @Override
  public String describe() {
    return queue + " by a selector";
  }

  private ScanConsumption scan(AmqpConnection connection, Start first) throws BrokerException {
    ScanConsumption consumption =
        new ScanConsumption(
            queue.name(), new QueueScan(connection, queue.name()), filter, prefetch, threads);
    boolean begun = false;
    try {
      consumption.requireQueue();
      first.with(consumption);
      begun = true;
      return consumption;
    } finally {
      if (!begun) {
        consumption.close();
      }
    }
  }
}
