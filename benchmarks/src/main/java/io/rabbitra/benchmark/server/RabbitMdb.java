package io.rabbitra.benchmark.server;

import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Names;

/** A bean that receives from RabbitMQ by the adapter. */
final class RabbitMdb extends MdbContender {

  private final Lab lab;
  private final String queueType;

  RabbitMdb(Lab lab, WildFlyLab server, Bean bean, String queueType, int bytes, int messages) {
    super(Names.RABBITRA, server, bean, bytes, messages);
    this.lab = lab;
    this.queueType = queueType;
  }

  @Override
  void fill(Application application, String queue, int messages, int bytes) throws Exception {
    lab.declare(queue, queueType);
    lab.fill(queue, messages, bytes);
  }

  @Override
  void checkEmpty(Application application, String queue) throws Exception {
    lab.delete(queue, 0);
  }
}
