package io.rabbitra.benchmark.listener;

import io.rabbitra.benchmark.Benchmark;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Suite;
import io.rabbitra.benchmark.Target;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** Listeners by acknowledge mode, number of sessions, size of messages and type of queue. */
public final class ListenerSuite implements Suite {

  private static final int PREFETCH = 250;
  private static final int SMALL = 256;
  private static final int LARGE = 4_096;
  private static final int MESSAGES_SMALL = 60_000;
  private static final int MESSAGES_LARGE = 30_000;
  private static final String CLASSIC = "classic";
  private static final String QUORUM = "quorum";

  private final Lab lab;

  public ListenerSuite(Lab lab) {
    this.lab = lab;
  }

  @Override
  public List<Benchmark> benchmarks() {
    List<Benchmark> benchmarks = new ArrayList<>();
    for (String type : List.of(CLASSIC, QUORUM)) {
      for (int bytes : new int[] {SMALL, LARGE}) {
        for (int sessions : new int[] {1, 4, 15}) {
          boolean essential = type.equals(CLASSIC) && bytes == SMALL && sessions > 1;
          benchmarks.add(auto(work(sessions, bytes, type), essential));
          benchmarks.add(dupsOk(work(sessions, bytes, type), essential));
        }
      }
    }
    return benchmarks;
  }

  @Override
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (int sessions : new int[] {4, 15}) {
      String auto = name("auto", sessions, SMALL, CLASSIC);
      targets.add(target(auto, Names.AMQP_CLIENT, 1.15));
      targets.add(target(auto, Names.RABBITMQ_JMS, 1.6));
      targets.add(target(auto, Names.SPRING + ", simple", 1.15));
      targets.add(target(auto, Names.SPRING + ", direct", 1.15));
      targets.add(target(name("dups-ok", sessions, SMALL, CLASSIC), Names.AMQP_CLIENT, 1.4));
    }
    return targets;
  }

  private static Target target(String benchmark, String reference, double bound) {
    return Target.ratioAtLeast(benchmark, Metric.RATE.name(), Names.RABBITRA, reference, bound);
  }

  private static Benchmark auto(ListenerWork work, boolean essential) {
    return new Benchmark(
        name("auto", work.sessions(), work.bytes(), work.queueType()),
        Names.AMQP_CLIENT,
        essential,
        List.of(
            new RabbitraListener(work, Session.AUTO_ACKNOWLEDGE),
            AmqpClientListener.ackingEach(work),
            new RabbitmqJmsListener(work, Session.AUTO_ACKNOWLEDGE),
            SpringListener.simple(work),
            SpringListener.direct(work)));
  }

  private static Benchmark dupsOk(ListenerWork work, boolean essential) {
    return new Benchmark(
        name("dups-ok", work.sessions(), work.bytes(), work.queueType()),
        Names.AMQP_CLIENT,
        essential,
        List.of(
            new RabbitraListener(work, Session.DUPS_OK_ACKNOWLEDGE),
            AmqpClientListener.ackingEach(work),
            AmqpClientListener.ackingFifty(work),
            new RabbitmqJmsListener(work, Session.DUPS_OK_ACKNOWLEDGE)));
  }

  private ListenerWork work(int sessions, int bytes, String type) {
    int messages = lab.messages(bytes == SMALL ? MESSAGES_SMALL : MESSAGES_LARGE);
    return new ListenerWork(lab, sessions, bytes, type, PREFETCH, messages);
  }

  private static String name(String mode, int sessions, int bytes, String type) {
    return String.join(
        "/",
        "listener",
        mode,
        sessions + (sessions == 1 ? " session" : " sessions"),
        bytes + " B",
        type);
  }
}
