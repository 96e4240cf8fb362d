package io.rabbitra.destination;

import jakarta.jms.Queue;
import java.util.Objects;

/** A queue behind the default exchange; two are equal if their names are. */
public final class RabbitQueue extends RabbitDestination implements Queue {

  private static final long serialVersionUID = 1L;

  private String name;

  /** For the container, which then sets the properties. */
  public RabbitQueue() {}

  /**
   * The queue of this name.
   *
   * @throws IllegalArgumentException the name is not 1 to 255 bytes of UTF-8
   */
  public RabbitQueue(String name) {
    this.name = Names.require("name", name);
  }

  /** Property {@code name}; null until it is set. */
  public String getName() {
    return name;
  }

  /**
   * Sets the property {@code name}.
   *
   * @throws IllegalArgumentException it is not 1 to 255 bytes of UTF-8
   */
  public void setName(String name) {
    this.name = Names.require("name", name);
  }

  @Override
  public String getQueueName() {
    return name;
  }

  /**
   * Sets the property {@code queueName}, the same as {@code name}, for servers on which {@code
   * name} means the administered object.
   *
   * @throws IllegalArgumentException it is not 1 to 255 bytes of UTF-8
   */
  public void setQueueName(String queueName) {
    this.name = Names.require("queueName", queueName);
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
    return other instanceof RabbitQueue queue && Objects.equals(name, queue.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(RabbitQueue.class, name);
  }

  @Override
  public String toString() {
    return "queue " + name;
  }
}
