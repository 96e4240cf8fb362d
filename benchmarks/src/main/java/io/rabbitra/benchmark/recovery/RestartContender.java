package io.rabbitra.benchmark.recovery;

import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Reading;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The broker is killed while messages wait behind a bean that works, and started again. Measured is
 * the time until the first delivery, from the order to start the broker and from when it is up: of
 * that at least a millisecond, for a consumer may be there before whoever started the broker knows.
 */
final class RestartContender implements Contender {

  private static final Metric WITH_START = Metric.millis("with the start of the broker");
  private static final Metric WITHOUT_START = Metric.millis("from when it is up");

  private static final int WAITING = 10;

  private final String name;
  private final OwnBroker broker;
  private final Receiver.Opener opener;

  /**
   * @param opener of a receiver that has one message at a time
   */
  RestartContender(String name, OwnBroker broker, Receiver.Opener opener) {
    this.name = name;
    this.broker = broker;
    this.opener = opener;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Reading> run() throws Exception {
    Lab lab = broker.lab();
    String queue = lab.newName("restart");
    try (Operator operator = new Operator(lab, queue)) {
      operator.declare();
      for (int i = 0; i < WAITING; i++) {
        operator.publish();
      }
    }
    List<Reading> readings;
    Arrivals arrivals = new Arrivals();
    CountDownLatch killed = new CountDownLatch(1);
    Receiver receiver = opener.open(lab.broker().uri(), queue, () -> work(arrivals, killed));
    try (receiver) {
      arrivals.next();
      lab.broker().kill();
      killed.countDown();
      long begin = System.nanoTime();
      lab.broker().start();
      long up = System.nanoTime();
      long first = arrivals.next();
      readings =
          List.of(
              new Reading(WITH_START, (first - begin) / 1e6),
              new Reading(WITHOUT_START, Math.max(1, (first - up) / 1e6)));
      for (int i = 1; i < WAITING; i++) {
        arrivals.next();
      }
    }
    lab.delete(queue, 0);
    return readings;
  }

  private static void work(Arrivals arrivals, CountDownLatch killed) {
    arrivals.record();
    try {
      killed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
