package io.rabbitra.benchmark.receive;

import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Reading;
import java.util.List;

/** Fills a queue and has one thread empty it. */
abstract class ReceiveContender implements Contender {

  private static final int BYTES = 256;

  private final String name;
  private final Lab lab;
  private final int messages;

  ReceiveContender(String name, Lab lab, int messages) {
    this.name = name;
    this.lab = lab;
    this.messages = messages;
  }

  @Override
  public final String name() {
    return name;
  }

  final Lab lab() {
    return lab;
  }

  @Override
  public final List<Reading> run() throws Exception {
    String queue = lab.newName("receive");
    lab.declare(queue, "classic");
    lab.fill(queue, messages, BYTES);
    double rate;
    try (Receiver receiver = connect(queue)) {
      long begin = System.nanoTime();
      for (int i = 0; i < messages; i++) {
        if (!receiver.receive()) {
          throw new IllegalStateException("message " + i + " did not come");
        }
      }
      rate = messages * 1e9 / (System.nanoTime() - begin);
    }
    lab.delete(queue, 0);
    return List.of(new Reading(Metric.RATE, rate));
  }

  abstract Receiver connect(String queue) throws Exception;

  /** Takes and acknowledges one message at a time. */
  interface Receiver extends AutoCloseable {

    /** Whether there was one. */
    boolean receive() throws Exception;
  }
}
