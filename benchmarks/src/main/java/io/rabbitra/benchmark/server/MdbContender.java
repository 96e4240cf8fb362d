package io.rabbitra.benchmark.server;

import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Reading;
import java.util.List;

/** A bean in the server that empties a full queue. */
abstract class MdbContender implements Contender {

  /**
   * Before the first run: the server has just been started, and the plain client's code was
   * compiled long ago.
   */
  private static final int WARM_UPS = 2;

  private final String name;
  private final WildFlyLab server;
  private final Bean bean;
  private final int bytes;
  private final int messages;

  /** Set by the first run. */
  private boolean warm;

  MdbContender(String name, WildFlyLab server, Bean bean, int bytes, int messages) {
    this.name = name;
    this.server = server;
    this.bean = bean;
    this.bytes = bytes;
    this.messages = messages;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final List<Reading> run() throws Exception {
    Application application = server.application();
    for (int i = 0; i < WARM_UPS && !warm; i++) {
      rate(application);
    }
    warm = true;
    return List.of(new Reading(Metric.RATE, rate(application)));
  }

  private double rate(Application application) throws Exception {
    fill(application, bean.queue(), messages, bytes);
    double rate = application.rate(bean, messages, bytes);
    checkEmpty(application, bean.queue());
    return rate;
  }

  /** Puts persistent messages into the bean's queue. */
  abstract void fill(Application application, String queue, int messages, int bytes)
      throws Exception;

  /**
   * @throws IllegalStateException something is left in the bean's queue
   */
  abstract void checkEmpty(Application application, String queue) throws Exception;
}
