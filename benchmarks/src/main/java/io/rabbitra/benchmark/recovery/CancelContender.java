package io.rabbitra.benchmark.recovery;

import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Reading;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The queue is deleted under a consumer again and again. Measured is the time until a message that
 * somebody tries to publish all the while is delivered.
 */
final class CancelContender implements Contender {

  /** Who makes the queue that was deleted. */
  enum Declares {
    /** The consumer, when it is cancelled: measured from the deletion on. */
    CONSUMER,
    /** Somebody else, a while later: measured from then on. */
    OPERATOR
  }

  private static final Duration WITHOUT_QUEUE = Duration.ofMillis(300);

  private final String name;
  private final Lab lab;
  private final Receiver.Opener opener;
  private final Declares declares;
  private final int repetitions;
  private final Duration rest;

  /**
   * @param rest how long the consumer has its queue each time
   */
  CancelContender(
      String name,
      Lab lab,
      Receiver.Opener opener,
      Declares declares,
      int repetitions,
      Duration rest) {
    this.name = name;
    this.lab = lab;
    this.opener = opener;
    this.declares = declares;
    this.repetitions = repetitions;
    this.rest = rest;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Reading> run() throws Exception {
    String queue = lab.newName("cancel");
    Arrivals arrivals = new Arrivals();
    Times times = new Times();
    try (Operator operator = new Operator(lab, queue)) {
      operator.declare();
      deleteAgainAndAgain(operator, queue, arrivals, times);
    }
    lab.delete(queue, 0);
    return times.readings();
  }

  private void deleteAgainAndAgain(Operator operator, String queue, Arrivals arrivals, Times times)
      throws Exception {
    Receiver receiver = opener.open(lab.broker().uri(), queue, arrivals::record);
    try (receiver) {
      operator.publish();
      arrivals.next();
      for (int i = 0; i < repetitions; i++) {
        TimeUnit.NANOSECONDS.sleep(rest.toNanos());
        operator.delete();
        if (declares == Declares.OPERATOR) {
          TimeUnit.NANOSECONDS.sleep(WITHOUT_QUEUE.toNanos());
          operator.declare();
        }
        long begin = System.nanoTime();
        operator.publish();
        times.add(arrivals.next() - begin);
      }
    }
  }
}
