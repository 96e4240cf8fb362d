package io.rabbitra.benchmark.receive;

import io.rabbitra.benchmark.Benchmark;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Suite;
import io.rabbitra.benchmark.Target;
import java.util.List;

/** Synchronous receive by one thread. */
public final class ReceiveSuite implements Suite {

  private static final String NAME = "receive/auto/256 B/classic";
  private static final int MESSAGES = 10_000;
  private static final int PREFETCH = 250;

  private final Lab lab;

  public ReceiveSuite(Lab lab) {
    this.lab = lab;
  }

  @Override
  public List<Benchmark> benchmarks() {
    int messages = lab.messages(MESSAGES);
    return List.of(
        new Benchmark(
            NAME,
            Names.RABBITMQ_JMS,
            true,
            List.of(
                RabbitraReceiver.withPrefetch(lab, messages, PREFETCH),
                RabbitraReceiver.byDefault(lab, messages),
                new RabbitmqJmsReceiver(lab, messages),
                new AmqpClientReceiver(lab, messages))));
  }

  @Override
  public List<Target> targets() {
    return List.of(
        Target.ratioAtLeast(
            NAME,
            Metric.RATE.name(),
            Names.RABBITRA + ", prefetch " + PREFETCH,
            Names.RABBITMQ_JMS,
            5));
  }
}
