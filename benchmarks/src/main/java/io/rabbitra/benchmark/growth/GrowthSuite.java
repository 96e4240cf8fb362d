package io.rabbitra.benchmark.growth;

import io.rabbitra.benchmark.Benchmark;
import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Suite;
import io.rabbitra.benchmark.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Endpoints with more sessions, more queues and larger messages. The same number of messages is
 * divided among sessions and queues, and compared with one of them; sizes are compared with the
 * plain client.
 */
public final class GrowthSuite implements Suite {

  private static final int MESSAGES = 40_000;
  private static final int FEWEST = 24;
  private static final int BYTES = 256;

  /** Of one round: what the broker has to keep on its disk. */
  private static final long MOST_BYTES = 192L * 1024 * 1024;

  private static final List<Integer> SESSIONS = List.of(1, 5, 15, 50, 200);
  private static final List<Integer> QUEUES = List.of(1, 10, 50, 200);

  private static final Map<Integer, String> SIZES =
      new TreeMap<>(
          Map.of(
              0,
              "0 B",
              256,
              "256 B",
              4 * 1024,
              "4 KiB",
              64 * 1024,
              "64 KiB",
              1024 * 1024,
              "1 MiB",
              8 * 1024 * 1024,
              "8 MiB"));

  private final Lab lab;

  public GrowthSuite(Lab lab) {
    this.lab = lab;
  }

  @Override
  public List<Benchmark> benchmarks() {
    List<Benchmark> benchmarks = new ArrayList<>();
    benchmarks.add(
        grown(
            "growth/sessions",
            SESSIONS.stream()
                .map(sessions -> endpoint(named("session", sessions), load(1, sessions)))
                .toList()));
    benchmarks.add(
        grown(
            "growth/queues",
            QUEUES.stream()
                .map(queues -> endpoint(named("queue", queues), load(queues, 1)))
                .toList()));
    SIZES.forEach((bytes, name) -> benchmarks.add(sized("growth/size/" + name, bytes)));
    return benchmarks;
  }

  /** Growth has no bound of its own: ratios of one are what is wished for. */
  @Override
  public List<Target> targets() {
    return List.of();
  }

  private static Benchmark grown(String name, List<Contender> contenders) {
    return new Benchmark(name, contenders.get(0).name(), false, contenders);
  }

  private Benchmark sized(String name, int bytes) {
    int most = (int) Math.min(MESSAGES, MOST_BYTES / Math.max(1, bytes));
    int messages = Math.max(FEWEST, (int) (most * lab.work()));
    Load load = new Load(1, 1, messages, bytes);
    return new Benchmark(
        name,
        Names.AMQP_CLIENT,
        false,
        List.of(
            endpoint(Names.RABBITRA, load),
            new GrowthContender(Names.AMQP_CLIENT, lab, load, ClientConsuming::open)));
  }

  private Contender endpoint(String name, Load load) {
    return new GrowthContender(name, lab, load, EndpointConsuming::open);
  }

  /** Every queue gets the same number of messages, and every session of it one at least. */
  private Load load(int queues, int sessions) {
    int share = Math.max(4 * sessions, lab.messages(MESSAGES) / queues);
    return new Load(queues, sessions, share * queues, BYTES);
  }

  private static String named(String what, int number) {
    return String.format(
        Locale.ROOT, "%s, %d %s%s", Names.RABBITRA, number, what, number == 1 ? "" : "s");
  }
}
