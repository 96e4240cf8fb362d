package io.rabbitra.destination;

import jakarta.jms.Topic;
import java.util.Objects;

/**
 * A routing key on the exchange {@code amq.topic}; two are equal if their names are. Only a name so
 * far: nothing subscribes to it yet.
 */
public final class RabbitTopic extends RabbitDestination implements Topic {

  private static final long serialVersionUID = 1L;

  /** The exchange of all topics; every RabbitMQ virtual host has it. */
  public static final String EXCHANGE = "amq.topic";

  private String name;

  /** For the container, which then sets the properties. */
  public RabbitTopic() {}

  /**
   * The topic of this name.
   *
   * @throws IllegalArgumentException the name is not 1 to 255 bytes of UTF-8
   */
  public RabbitTopic(String name) {
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
  public String getTopicName() {
    return name;
  }

  /**
   * Sets the property {@code topicName}, the same as {@code name}, for servers on which {@code
   * name} means the administered object.
   *
   * @throws IllegalArgumentException it is not 1 to 255 bytes of UTF-8
   */
  public void setTopicName(String topicName) {
    this.name = Names.require("topicName", topicName);
  }

  @Override
  public String exchange() {
    return EXCHANGE;
  }

  @Override
  public String routingKey() {
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RabbitTopic topic && Objects.equals(name, topic.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(RabbitTopic.class, name);
  }

  @Override
  public String toString() {
    return "topic " + name;
  }
}
