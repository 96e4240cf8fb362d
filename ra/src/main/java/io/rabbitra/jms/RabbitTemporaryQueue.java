package io.rabbitra.jms;

import io.rabbitra.destination.RabbitDestination;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;

/** An exclusive queue of the session's connection, deleted with the session at the latest. */
final class RabbitTemporaryQueue extends RabbitDestination implements TemporaryQueue {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final transient SessionCore core;

  RabbitTemporaryQueue(String name, SessionCore core) {
    this.name = name;
    this.core = core;
  }

  @Override
  public String getQueueName() {
    return name;
  }

  @Override
  public void delete() throws JMSException {
    if (core != null) {
      core.deleteTemporary(this);
    }
  }

  @Override
  public String exchange() {
    return "";
  }

  @Override
  public String routingKey() {
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RabbitTemporaryQueue that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "temporary queue " + name;
  }
}
