package io.rabbitra.benchmark.listener;

import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Reading;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Fills a queue, has listeners empty it, and checks that everything was acknowledged. */
public abstract class ListenerContender implements Contender {

  private static final long SETTLING_MILLIS = 300;

  private final String name;
  private final ListenerWork work;

  protected ListenerContender(String name, ListenerWork work) {
    this.name = name;
    this.work = work;
  }

  @Override
  public final String name() {
    return name;
  }

  protected final ListenerWork work() {
    return work;
  }

  @Override
  public final List<Reading> run() throws Exception {
    Lab lab = work.lab();
    String queue = lab.newName("listener");
    lab.declare(queue, work.queueType());
    lab.fill(queue, work.messages(), work.bytes());
    Meter meter = new Meter(work.messages());
    double rate;
    try (AutoCloseable listeners = listen(queue, meter)) {
      rate = meter.rate();
      if (work.queueType().equals("quorum")) {
        // A channel that ends drops the acknowledgements that the queue has not applied yet.
        TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
      }
    }
    lab.delete(queue, 0);
    return List.of(new Reading(Metric.RATE, rate));
  }

  /**
   * Starts the listeners, of which each counts its messages.
   *
   * @return ends them after what they have been given is acknowledged
   */
  protected abstract AutoCloseable listen(String queue, Meter meter) throws Exception;
}
