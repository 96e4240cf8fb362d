package io.rabbitra.benchmark.server;

import io.rabbitra.benchmark.Benchmark;
import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Suite;
import io.rabbitra.benchmark.Target;
import io.rabbitra.benchmark.listener.AmqpClientListener;
import io.rabbitra.benchmark.listener.ListenerWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Message-driven beans in WildFly, which empty a full queue. Beside the adapter stand the plain
 * client outside of the server, and Artemis: the adapter and the broker that the server brings. One
 * server, started for the first benchmark, is for all of them, until {@link #close()}.
 */
public final class ServerSuite implements Suite {

  private static final int MESSAGES = 60_000;
  private static final String CLASSIC = "classic";
  private static final String QUORUM = "quorum";

  /** How much work. */
  private record Size(int sessions, int bytes, String queueType, boolean essential) {}

  private static final Size USUAL = new Size(15, 256, CLASSIC, true);
  private static final List<Size> SIZES =
      List.of(
          USUAL,
          new Size(1, 256, CLASSIC, false),
          new Size(15, 4096, CLASSIC, false),
          new Size(15, 256, QUORUM, false));

  private final Lab lab;
  private final WildFlyLab server;

  /**
   * @param wildFly the unpacked distribution; the server's own directory will be beside it
   * @param rar the adapter
   */
  public ServerSuite(Lab lab, Path wildFly, Path rar) {
    this.lab = lab;
    this.server = new WildFlyLab(lab, wildFly, rar, beans());
  }

  @Override
  public List<Benchmark> benchmarks() {
    List<Benchmark> benchmarks = new ArrayList<>();
    for (Size size : SIZES) {
      benchmarks.add(
          benchmark(
              Acknowledgement.AUTO,
              size,
              rabbitRa(Acknowledgement.AUTO, size),
              amqpClient(size),
              artemis(Adapter.ARTEMIS, Acknowledgement.AUTO, size)));
      benchmarks.add(
          benchmark(
              Acknowledgement.DUPS_OK,
              size,
              rabbitRa(Acknowledgement.DUPS_OK, size),
              amqpClient(size)));
      benchmarks.add(
          benchmark(
              Acknowledgement.REQUIRED,
              size,
              rabbitRa(Acknowledgement.REQUIRED, size),
              artemis(Adapter.ARTEMIS, Acknowledgement.REQUIRED, size),
              artemis(Adapter.ARTEMIS_NOT_SYNCED, Acknowledgement.REQUIRED, size),
              amqpClient(size)));
    }
    return benchmarks;
  }

  @Override
  public List<Target> targets() {
    return List.of(
        Target.ratioAtLeast(
            name(Acknowledgement.AUTO, USUAL),
            Metric.RATE.name(),
            Names.RABBITRA,
            Names.AMQP_CLIENT,
            0.95),
        cmtTarget(ArtemisMdb.NAME),
        // RabbitMQ does not sync acknowledgements either.
        cmtTarget(ArtemisMdb.NOT_SYNCED));
  }

  private static Target cmtTarget(String reference) {
    return Target.ratioAtLeast(
        name(Acknowledgement.REQUIRED, USUAL), Metric.RATE.name(), Names.RABBITRA, reference, 1.0);
  }

  @Override
  public void close() {
    server.close();
  }

  private static List<Bean> beans() {
    return SIZES.stream()
        .map(Size::sessions)
        .distinct()
        .flatMap(
            sessions ->
                Arrays.stream(Acknowledgement.values())
                    .flatMap(
                        acknowledgement ->
                            Stream.of(Adapter.values())
                                .map(adapter -> new Bean(adapter, acknowledgement, sessions))))
        .toList();
  }

  private static String name(Acknowledgement acknowledgement, Size size) {
    return "MDB in WildFly/%s/%s/%d B/%s"
        .formatted(
            acknowledgement.title(),
            size.sessions() == 1 ? "1 session" : size.sessions() + " sessions",
            size.bytes(),
            size.queueType());
  }

  private static Benchmark benchmark(
      Acknowledgement acknowledgement, Size size, Contender... contenders) {
    String reference =
        acknowledgement == Acknowledgement.REQUIRED ? ArtemisMdb.NAME : Names.AMQP_CLIENT;
    return new Benchmark(
        name(acknowledgement, size), reference, size.essential(), List.of(contenders));
  }

  private Contender rabbitRa(Acknowledgement acknowledgement, Size size) {
    return new RabbitMdb(
        lab,
        server,
        new Bean(Adapter.RABBITRA, acknowledgement, size.sessions()),
        size.queueType(),
        size.bytes(),
        lab.messages(MESSAGES));
  }

  private Contender artemis(Adapter adapter, Acknowledgement acknowledgement, Size size) {
    return new ArtemisMdb(
        server,
        new Bean(adapter, acknowledgement, size.sessions()),
        size.bytes(),
        lab.messages(MESSAGES));
  }

  private Contender amqpClient(Size size) {
    return AmqpClientListener.ackingEach(
        new ListenerWork(
            lab,
            size.sessions(),
            size.bytes(),
            size.queueType(),
            Adapter.PREFETCH,
            lab.messages(MESSAGES)));
  }
}
