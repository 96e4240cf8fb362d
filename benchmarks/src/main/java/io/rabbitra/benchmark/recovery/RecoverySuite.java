package io.rabbitra.benchmark.recovery;

import io.rabbitra.benchmark.Benchmark;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Suite;
import io.rabbitra.benchmark.Target;
import io.rabbitra.inbound.RabbitActivationSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Queues that are deleted under their consumers, and brokers that are killed. */
public final class RecoverySuite implements Suite {

  private static final String CANCEL = "recovery/cancel, declared by the consumer";
  private static final String CANCEL_WAITING = "recovery/cancel, declared by an operator";
  private static final String RESTART = "recovery/broker restart";

  private static final int CANCELS = 30;
  private static final int CANCELS_WAITING = 5;

  /** The first waiting time of an endpoint that is at its default. */
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

  /**
   * Its first waiting time where queues are deleted more often than in life. An endpoint that lost
   * its queue sooner after it got it than this would wait.
   */
  private static final Duration SHORT_INTERVAL = Duration.ofMillis(100);

  private static final Duration MARGIN = Duration.ofMillis(50);

  private final Lab lab;
  private final OwnBroker ownBroker;

  public RecoverySuite(Lab lab) {
    this.lab = lab;
    this.ownBroker = new OwnBroker(lab.work());
  }

  @Override
  public List<Benchmark> benchmarks() {
    List<Benchmark> benchmarks = new ArrayList<>();
    benchmarks.add(
        new Benchmark(
            CANCEL,
            Names.AMQP_CLIENT,
            true,
            List.of(
                declaring(Names.RABBITRA, declaringEndpoint(1)),
                declaring(Names.RABBITRA + ", 10 sessions", declaringEndpoint(10)),
                declaring(Names.AMQP_CLIENT, ClientReceiver::openDeclaring))));
    benchmarks.add(
        new Benchmark(
            CANCEL_WAITING,
            Names.AMQP_CLIENT,
            false,
            List.of(
                waiting(
                    Names.RABBITRA,
                    (uri, queue, bean) -> EndpointReceiver.open(uri, queue, bean, spec(1))),
                waiting(
                    Names.AMQP_CLIENT,
                    (uri, queue, bean) ->
                        ClientReceiver.open(
                            uri,
                            queue,
                            50,
                            bean,
                            new PollingAfterCancel(queue, DEFAULT_INTERVAL))))));
    if (lab.broker().supportsFaults()) {
      benchmarks.add(restart());
    }
    return benchmarks;
  }

  @Override
  public List<Target> targets() {
    return List.of(
        Target.ratioAtMost(CANCEL, Times.MEDIAN.name(), Names.RABBITRA, Names.AMQP_CLIENT, 3));
  }

  private Benchmark restart() {
    return new Benchmark(
        RESTART,
        Names.AMQP_CLIENT,
        false,
        List.of(
            new RestartContender(
                Names.RABBITRA,
                ownBroker,
                (uri, queue, bean) -> {
                  RabbitActivationSpec spec = spec(1);
                  spec.setPrefetch(1);
                  return EndpointReceiver.open(uri, queue, bean, spec);
                }),
            new RestartContender(Names.AMQP_CLIENT, ownBroker, ClientReceiver::openRecovering),
            new RestartContender(Names.SPRING, ownBroker, SpringReceiver::open)));
  }

  private CancelContender declaring(String name, Receiver.Opener opener) {
    int cancels = Math.min(CANCELS, lab.messages(CANCELS));
    return new CancelContender(
        name, lab, opener, CancelContender.Declares.CONSUMER, cancels, SHORT_INTERVAL.plus(MARGIN));
  }

  private CancelContender waiting(String name, Receiver.Opener opener) {
    return new CancelContender(
        name,
        lab,
        opener,
        CancelContender.Declares.OPERATOR,
        CANCELS_WAITING,
        DEFAULT_INTERVAL.plus(MARGIN));
  }

  private static Receiver.Opener declaringEndpoint(int sessions) {
    return (uri, queue, bean) -> {
      RabbitActivationSpec spec = spec(sessions);
      spec.setDeclare("declare");
      spec.setReconnectInterval((int) SHORT_INTERVAL.toMillis());
      return EndpointReceiver.open(uri, queue, bean, spec);
    };
  }

  private static RabbitActivationSpec spec(int sessions) {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setMaxSessions(sessions);
    return spec;
  }
}
