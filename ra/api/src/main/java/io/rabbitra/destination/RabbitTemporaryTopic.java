package io.rabbitra.destination;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;

/**
 * A routing key on the exchange of all topics that only its connection may subscribe to; any may
 * send to it. Two are equal if their names are.
 */
public final class RabbitTemporaryTopic extends RabbitDestination implements TemporaryTopic {

  private static final long serialVersionUID = 1L;

  private final String name;

  /** Null on every other side than the one that made it. */
  private final transient TemporaryOwner owner;

  /** One that somebody else made, known by its name. */
  public RabbitTemporaryTopic(String name) {
    this(name, null);
  }

  /**
   * One that its own connection holds.
   *
   * @param name from {@link TemporaryNames#create}
   */
  public RabbitTemporaryTopic(String name, TemporaryOwner owner) {
    this.name = Names.require("name", name);
    this.owner = owner;
  }

  /** The connection that made it; null if the name does not say. */
  public String connectionId() {
    return TemporaryNames.connectionId(name);
  }

  @Override
  public String getTopicName() {
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
          "Only the connection that made the temporary topic " + name + " may delete it");
    }
    owner.delete(this);
  }

  @Override
  public String exchange() {
    return RabbitTopic.EXCHANGE;
  }

  @Override
  public String routingKey() {
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RabbitTemporaryTopic that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "temporary topic " + name;
  }
}
