package io.rabbitra.destination;

import jakarta.jms.Queue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A queue. Messages go to it through the default exchange, or through an exchange of its own. Two
 * are equal if they receive from the same queue and send to the same place; what is done to declare
 * it does not matter.
 */
public final class RabbitQueue extends RabbitDestination implements Queue {

  private static final long serialVersionUID = 2L;

  private String name;

  /** Null: the default exchange. */
  private String exchange;

  /** Null: the name. */
  private String routingKey;

  private DeclarePolicy declare = DeclarePolicy.NONE;

  /** As it was set; null or of a form that can be read. */
  private String arguments;

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

  /** Property {@code destinationName}, the same as {@code name}. */
  public String getDestinationName() {
    return name;
  }

  /**
   * Sets the property {@code destinationName}, the same as {@code name}: under this one Open
   * Liberty passes on the attribute of that name of {@code @JMSDestinationDefinition}.
   *
   * @throws IllegalArgumentException it is not 1 to 255 bytes of UTF-8
   */
  public void setDestinationName(String destinationName) {
    this.name = Names.require("destinationName", destinationName);
  }

  /** Property {@code exchange}: where producers send to; null for the default exchange. */
  public String getExchange() {
    return exchange;
  }

  /**
   * Sets the property {@code exchange}; null or empty for the default exchange. It must exist.
   *
   * @throws IllegalArgumentException it is more than 255 bytes of UTF-8
   */
  public void setExchange(String exchange) {
    this.exchange = Names.optional("exchange", exchange);
  }

  /** Property {@code routingKey}: what producers send with; null for the name of the queue. */
  public String getRoutingKey() {
    return routingKey;
  }

  /**
   * Sets the property {@code routingKey}; null for the name of the queue, empty for an empty key.
   *
   * @throws IllegalArgumentException it is more than 255 bytes of UTF-8
   */
  public void setRoutingKey(String routingKey) {
    this.routingKey = Names.routingKey(routingKey);
  }

  /** Property {@code declare}: {@code none} (default), {@code passive} or {@code declare}. */
  public String getDeclare() {
    return declare.text();
  }

  /**
   * Sets the property {@code declare}. With {@code declare} the queue is durable and, if an
   * exchange is set, bound to it with the routing key.
   *
   * @throws IllegalArgumentException it is none of the values
   */
  public void setDeclare(String declare) {
    this.declare = DeclarePolicy.parse(declare);
  }

  /** Property {@code arguments} of queue.declare; null for none. */
  public String getArguments() {
    return arguments;
  }

  /**
   * Sets the property {@code arguments}, such as {@code x-max-priority=10,x-queue-type=quorum}: a
   * whole number and true or false are what they look like, all else, and what is in quotes, is
   * text. Null or empty for none.
   *
   * @throws IllegalArgumentException it is not of this form
   */
  public void setArguments(String arguments) {
    this.arguments = QueueArguments.parse(arguments).isEmpty() ? null : arguments;
  }

  /** What is done before the queue is used. */
  public DeclarePolicy declarePolicy() {
    return declare;
  }

  /** The arguments of queue.declare, by name. */
  public Map<String, Object> declareArguments() {
    return QueueArguments.parse(arguments);
  }

  @Override
  public String exchange() {
    return exchange == null ? "" : exchange;
  }

  @Override
  public String routingKey() {
    return routingKey == null ? name : routingKey;
  }

  @Override
  Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("name", name);
    properties.put("exchange", exchange);
    properties.put("routingKey", routingKey);
    properties.put("declare", getDeclare());
    properties.put("arguments", arguments);
    return properties;
  }

  @Override
  void setProperty(String property, String value) {
    switch (property) {
      case "name" -> setName(value);
      case "exchange" -> setExchange(value);
      case "routingKey" -> setRoutingKey(value);
      case "declare" -> setDeclare(value);
      case "arguments" -> setArguments(value);
      default -> super.setProperty(property, value);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RabbitQueue queue
        && Objects.equals(name, queue.name)
        && exchange().equals(queue.exchange())
        && Objects.equals(routingKey(), queue.routingKey());
  }

  @Override
  public int hashCode() {
    return Objects.hash(RabbitQueue.class, name, exchange(), routingKey());
  }

  @Override
  public String toString() {
    return "queue " + name;
  }
}
