package io.rabbitra.benchmark.recovery;

import io.rabbitra.benchmark.Lab;
import io.rabbitra.harness.RabbitBrokers;

/** A broker that may be killed, started when first needed. Used by one thread at a time. */
final class OwnBroker implements AutoCloseable {

  private final double work;

  /** Null while there is none. */
  private Lab lab;

  OwnBroker(double work) {
    this.work = work;
  }

  Lab lab() {
    if (lab == null) {
      lab = new Lab(RabbitBrokers.start(), work);
    }
    return lab;
  }

  /** Another one is started when it is needed again. */
  @Override
  public void close() {
    if (lab != null) {
      lab.close();
      lab = null;
    }
  }
}
