package io.rabbitra.benchmark.server;

import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Reading;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A bean that receives from a broker in the server by the server's own adapter. */
record ArtemisMdb(WildFlyLab server, Bean bean, int bytes, int messages) implements Contender {

  static final String NAME = "Artemis";
  static final String NOT_SYNCED = "Artemis, not synced";

  private static final long BOUND_SECONDS = 20;

  @Override
  public String name() {
    return bean.adapter() == Adapter.ARTEMIS ? NAME : NOT_SYNCED;
  }

  @Override
  public List<Reading> run() throws Exception {
    Application application = server.application();
    application.fill(bean, messages, bytes);
    double rate = application.rate(bean, messages, bytes);
    awaitEmpty(application);
    return List.of(new Reading(Metric.RATE, rate));
  }

  private void awaitEmpty(Application application) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    long left = application.left(bean);
    // Its count may come a moment after the acknowledgement.
    while (left != 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
      left = application.left(bean);
    }
    if (left != 0) {
      throw new IllegalStateException(bean.queue() + " has " + left + " messages, expected are 0");
    }
  }
}
