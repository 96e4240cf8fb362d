package io.rabbitra.benchmark.server;

import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Reading;
import java.util.List;

/** A bean that receives from RabbitMQ by the adapter. */
record RabbitMdb(Lab lab, WildFlyLab server, Bean bean, String queueType, int bytes, int messages)
    implements Contender {

  @Override
  public String name() {
    return Names.RABBITRA;
  }

  @Override
  public List<Reading> run() throws Exception {
    Application application = server.application();
    lab.declare(bean.queue(), queueType);
    lab.fill(bean.queue(), messages, bytes);
    double rate = application.rate(bean, messages, bytes);
    lab.delete(bean.queue(), 0);
    return List.of(new Reading(Metric.RATE, rate));
  }
}
