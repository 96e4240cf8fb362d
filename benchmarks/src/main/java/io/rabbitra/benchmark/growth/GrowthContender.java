package io.rabbitra.benchmark.growth;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Consumes what is in some queues; measured is the time from one message to the next. */
final class GrowthContender implements Contender {

  private static final Metric COST = new Metric("cost", "µs per message", false);
  private static final Metric THROUGHPUT = new Metric("throughput", "MB/s", true);

  /** Bytes of a message whose size matters more than its number. */
  private static final int LARGE = 4 * 1024;

  private static final long CONSUMER_SECONDS = 60;

  private final String name;
  private final Lab lab;
  private final Load load;
  private final Consuming.Opener opener;

  GrowthContender(String name, Lab lab, Load load, Consuming.Opener opener) {
    this.name = name;
    this.lab = lab;
    this.load = load;
    this.opener = opener;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Reading> run() throws Exception {
    List<String> queues = new ArrayList<>();
    for (int i = 0; i < load.queues(); i++) {
      String queue = lab.newName("growth");
      lab.declare(queue, "classic");
      lab.fill(queue, load.ofEachQueue(), load.bytes());
      queues.add(queue);
    }
    double nanos = consume(queues);
    for (String queue : queues) {
      lab.delete(queue, 0);
    }
    Reading cost = new Reading(COST, nanos / 1_000);
    return load.bytes() < LARGE
        ? List.of(cost)
        : List.of(cost, new Reading(THROUGHPUT, load.bytes() / nanos * 1_000));
  }

  private double consume(List<String> queues) throws Exception {
    Meter meter = new Meter(load);
    Consuming consuming = opener.open(lab.broker().uri(), queues, load, meter);
    try (consuming) {
      awaitConsumers(queues);
      meter.open();
      return meter.await();
    } finally {
      // Whatever failed, nobody waits there for ever.
      meter.open();
    }
  }

  private void awaitConsumers(List<String> queues) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONSUMER_SECONDS);
    try (Connection connection = lab.connect();
        Channel channel = connection.createChannel()) {
      for (String queue : queues) {
        awaitConsumers(channel, queue, end);
      }
    }
  }

  private void awaitConsumers(Channel channel, String queue, long end)
      throws IOException, InterruptedException {
    while (channel.consumerCount(queue) < load.sessions()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "not all consumers are there within " + CONSUMER_SECONDS + " s");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
