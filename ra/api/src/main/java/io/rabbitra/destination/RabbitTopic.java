package io.rabbitra.destination;

import jakarta.jms.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A routing key on a topic exchange. A subscriber may use the wildcards of the exchange: {@code *}
 * for one word between dots, {@code #} for any number of words. Two are equal if exchange and
 * routing key are.
 */
public final class RabbitTopic extends RabbitDestination implements Topic {

  private static final long serialVersionUID = 2L;

  /** The exchange of topics that name no other; every RabbitMQ virtual host has it. */
  public static final String EXCHANGE = "amq.topic";

  private String name;
  private String exchange = EXCHANGE;

  /** Null: the name. */
  private String routingKey;

  private DeclarePolicy declare = DeclarePolicy.NONE;

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

  /** Property {@code exchange}, by default {@value #EXCHANGE}. */
  public String getExchange() {
    return exchange;
  }

  /**
   * Sets the property {@code exchange}; null or empty for {@value #EXCHANGE}.
   *
   * @throws IllegalArgumentException it is more than 255 bytes of UTF-8
   */
  public void setExchange(String exchange) {
    String given = Names.optional("exchange", exchange);
    this.exchange = given == null ? EXCHANGE : given;
  }

  /** Property {@code routingKey}: what is sent with and subscribed to; null for the name. */
  public String getRoutingKey() {
    return routingKey;
  }

  /**
   * Sets the property {@code routingKey}; null for the name, empty for an empty key.
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
   * Sets the property {@code declare}, which is about the exchange: with {@code declare} it is
   * durable and of type topic.
   *
   * @throws IllegalArgumentException it is none of the values
   */
  public void setDeclare(String declare) {
    this.declare = DeclarePolicy.parse(declare);
  }

  /** What is done before the exchange is used. */
  public DeclarePolicy declarePolicy() {
    return declare;
  }

  @Override
  public String exchange() {
    return exchange;
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
    return properties;
  }

  @Override
  void setProperty(String property, String value) {
    switch (property) {
      case "name" -> setName(value);
      case "exchange" -> setExchange(value);
      case "routingKey" -> setRoutingKey(value);
      case "declare" -> setDeclare(value);
      default -> super.setProperty(property, value);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RabbitTopic topic
        && exchange.equals(topic.exchange)
        && Objects.equals(routingKey(), topic.routingKey());
  }

  @Override
  public int hashCode() {
    return Objects.hash(RabbitTopic.class, exchange, routingKey());
  }

  @Override
  public String toString() {
    return "topic " + name;
  }
}
