package io.rabbitra.benchmark.idle;

import io.rabbitra.benchmark.Benchmark;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Suite;
import io.rabbitra.benchmark.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * A thousand connections as a pool holds them, with heartbeats and without work: after each has
 * sent a message, which leaves a channel open, and fresh ones.
 */
public final class IdleSuite implements Suite {

  static final int HEARTBEAT_SECONDS = 10;

  private static final String USED = "idle/1,000 connections, used once";
  private static final String FRESH = "idle/1,000 connections, never used";

  private final Lab lab;

  public IdleSuite(Lab lab) {
    this.lab = lab;
  }

  @Override
  public List<Benchmark> benchmarks() {
    return List.of(benchmark(USED, true), benchmark(FRESH, false));
  }

  @Override
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (String benchmark : List.of(USED, FRESH)) {
      targets.add(Target.atMost(benchmark, IdleContender.THREADS.name(), Names.RABBITRA, 4));
      targets.add(Target.atMost(benchmark, IdleContender.HEAP.name(), Names.RABBITRA, 40));
      targets.add(Target.atMost(benchmark, IdleContender.CPU.name(), Names.RABBITRA, 2));
    }
    return targets;
  }

  private Benchmark benchmark(String name, boolean used) {
    return new Benchmark(
        name,
        Names.AMQP_CLIENT,
        used,
        List.of(
            new IdleContender(Names.RABBITRA, lab, used, RabbitraCrowd::new),
            new IdleContender(Names.AMQP_CLIENT, lab, used, AmqpClientCrowd::new)));
  }
}
