package io.rabbitra.benchmark.send;

import io.rabbitra.benchmark.Benchmark;
import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Suite;
import io.rabbitra.benchmark.Target;
import java.util.ArrayList;
import java.util.List;

/** Confirmed sends and transactions by number of threads, size of messages and type of queue. */
public final class SendSuite implements Suite {

  private static final int SMALL = 256;
  private static final int LARGE = 4_096;
  private static final int BATCH = 100;
  private static final String CLASSIC = "classic";
  private static final String QUORUM = "quorum";

  private final Lab lab;

  public SendSuite(Lab lab) {
    this.lab = lab;
  }

  @Override
  public List<Benchmark> benchmarks() {
    List<Benchmark> benchmarks = new ArrayList<>();
    for (String type : List.of(CLASSIC, QUORUM)) {
      for (int bytes : new int[] {SMALL, LARGE}) {
        boolean essential = type.equals(CLASSIC) && bytes == SMALL;
        benchmarks.add(confirmed(1, 4_000, bytes, type, essential));
        benchmarks.add(confirmed(16, 24_000, bytes, type, essential));
        benchmarks.add(transaction(bytes, type, essential));
      }
    }
    return benchmarks;
  }

  @Override
  public List<Target> targets() {
    String transaction = name("transaction of " + BATCH, 1, SMALL, CLASSIC);
    return List.of(
        target(name("confirmed", 1, SMALL, CLASSIC), Names.AMQP_CLIENT, 0.95),
        target(name("confirmed", 16, SMALL, CLASSIC), Names.AMQP_CLIENT, 1.2),
        target(transaction, Names.AMQP_CLIENT, 1.3),
        target(transaction, Names.RABBITMQ_JMS, 1.5));
  }

  private static Target target(String benchmark, String reference, double bound) {
    return Target.ratioAtLeast(benchmark, Metric.RATE.name(), Names.RABBITRA, reference, bound);
  }

  private Benchmark confirmed(
      int threads, int messages, int bytes, String type, boolean essential) {
    SendWork work = new SendWork(lab, threads, bytes, type, lab.messages(messages), 1);
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new PooledSender(work));
    contenders.add(AmqpClientSender.confirmed(work));
    if (threads > 1) {
      contenders.add(AmqpClientSender.confirmedOnConnections(work));
    }
    contenders.add(new SpringSender(work));
    return new Benchmark(
        name("confirmed", threads, bytes, type), Names.AMQP_CLIENT, essential, contenders);
  }

  private Benchmark transaction(int bytes, String type, boolean essential) {
    SendWork work = new SendWork(lab, 1, bytes, type, lab.messages(30_000), BATCH);
    return new Benchmark(
        name("transaction of " + BATCH, 1, bytes, type),
        Names.AMQP_CLIENT,
        essential,
        List.of(
            new PooledSender(work),
            AmqpClientSender.transacted(work),
            AmqpClientSender.confirmed(work),
            new RabbitmqJmsSender(work)));
  }

  private static String name(String what, int threads, int bytes, String type) {
    return String.join(
        "/", "send", what, threads + (threads == 1 ? " thread" : " threads"), bytes + " B", type);
  }
}
