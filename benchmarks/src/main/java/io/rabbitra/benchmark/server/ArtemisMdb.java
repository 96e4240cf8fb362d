package io.rabbitra.benchmark.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A bean that receives from a broker in the server by the server's own adapter. */
final class ArtemisMdb extends MdbContender {

  static final String NAME = "Artemis";
  static final String NOT_SYNCED = "Artemis, not synced";

  private static final long BOUND_SECONDS = 20;

  private final String broker;

  ArtemisMdb(WildFlyLab server, Bean bean, int bytes, int messages) {
    super(bean.adapter() == Adapter.ARTEMIS ? NAME : NOT_SYNCED, server, bean, bytes, messages);
    this.broker = bean.adapter().broker();
  }

  @Override
  void fill(Application application, String queue, int messages, int bytes)
      throws IOException, InterruptedException {
    application.fill(broker, queue, messages, bytes);
  }

  @Override
  void checkEmpty(Application application, String queue) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    long left = application.left(broker, queue);
    // Its count may come a moment after the acknowledgement.
    while (left != 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
      left = application.left(broker, queue);
    }
    if (left != 0) {
      throw new IllegalStateException(queue + " has " + left + " messages, expected are 0");
    }
  }
}
