package io.rabbitra.destination;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;

/**
 * A queue that only its connection may receive from and that goes with it; any may send to it. Two
 * are equal if their names are.
 */
public final class RabbitTemporaryQueue extends RabbitDestination implements TemporaryQueue {

  private static final long serialVersionUID = 1L;

  private final String name;

  /** Null on every other side than the one that made it. */
  private final transient TemporaryOwner owner;

  /** One that somebody else made, known by its name. */
  public RabbitTemporaryQueue(String name) {
    this(name, null);
  }

  /**
   * One that its own connection holds.
   *
   * @param name from {@link TemporaryNames#create}
   */
  public RabbitTemporaryQueue(String name, TemporaryOwner owner) {
    this.name = Names.require("name", name);
    this.owner = owner;
  }

  /** The connection that made it; null if the name does not say. */
  public String connectionId() {
    return TemporaryNames.connectionId(name);
  }

  @Override
  public String getQueueName() {
    return name;
  }

  /**
   * Deletes it, with whatever is in it.
   *
   * @throws IllegalStateException it is not of this connection, or something receives from it
   */
  @Override
  public void delete() throws JMSException {
    if (owner == null) {
      throw new IllegalStateException(
          "Only the connection that made the temporary queue " + name + " may delete it");
    }
    owner.delete(this);
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
