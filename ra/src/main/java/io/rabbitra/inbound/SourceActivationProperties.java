package io.rabbitra.inbound;

/**
 * The part of an activation configuration that says what is consumed: a queue or a topic, how it is
 * subscribed to, what is done on the broker about it, and how the consumers are made.
 */
public abstract class SourceActivationProperties extends BrokerActivationProperties {

  private static final long serialVersionUID = 1L;

  private String destinationName;
  private String destination;
  private String destinationLookup;
  private String destinationType;
  private String connectionFactoryLookup;
  private String messageSelector;
  private String subscriptionDurability = "NonDurable";
  private String subscriptionName;
  private String clientId;
  private Boolean shareSubscriptions = false;
  private String declare = "none";
  private String queueType;
  private String queueArguments;
  private String bindings;
  private String missingQueue = "wait";
  private String consumerArguments;
  private Boolean exclusive = false;
  private String consumerTag;

  SourceActivationProperties() {}

  /**
   * Name of the queue to consume from, or of the topic to subscribe to: a binding key on {@code
   * amq.topic}, with the wildcards {@code *} and {@code #}. Has precedence over {@code
   * destinationLookup}. 1 to 255 bytes of UTF-8.
   */
  public String getDestinationName() {
    return destinationName == null && destinationLookup == null ? destination : destinationName;
  }

  public void setDestinationName(String destinationName) {
    this.destinationName = orNull(destinationName);
  }

  /**
   * Synonym of {@code destinationName} where neither that nor {@code destinationLookup} is set.
   * Open Liberty gives it a meaning of its own: beside {@code destinationLookup} it sets it to the
   * text of what it has found.
   */
  public String getDestination() {
    return destination == null ? destinationName : destination;
  }

  public void setDestination(String destination) {
    this.destination = orNull(destination);
  }

  /**
   * JNDI name of a {@code jakarta.jms.Queue} or {@code Topic}; looked up when the bean is
   * activated. An administered object of this adapter also brings its exchange, its arguments and
   * its {@code declare}, where the activation says nothing else.
   */
  public String getDestinationLookup() {
    return destinationLookup;
  }

  public void setDestinationLookup(String destinationLookup) {
    this.destinationLookup = orNull(destinationLookup);
  }

  /**
   * {@code jakarta.jms.Queue} or {@code jakarta.jms.Topic}. Default: what {@code destinationLookup}
   * finds, else a queue.
   */
  public String getDestinationType() {
    return destinationType;
  }

  public void setDestinationType(String destinationType) {
    this.destinationType = or(null, destinationType);
  }

  /**
   * JNDI name of a connection factory of this adapter; looked up when the bean is activated. Its
   * broker properties and its client identifier stand for those that the activation does not set,
   * and have precedence over the adapter's.
   */
  public String getConnectionFactoryLookup() {
    return connectionFactoryLookup;
  }

  public void setConnectionFactoryLookup(String connectionFactoryLookup) {
    this.connectionFactoryLookup = orNull(connectionFactoryLookup);
  }

  /** Which messages the bean wants (Jakarta Messaging 3.1, section 3.8.1); default: all. */
  public String getMessageSelector() {
    return messageSelector;
  }

  public void setMessageSelector(String messageSelector) {
    this.messageSelector = orNull(messageSelector);
  }

  /** Of a topic: {@code NonDurable}, the default, or {@code Durable}. */
  public String getSubscriptionDurability() {
    return subscriptionDurability;
  }

  public void setSubscriptionDurability(String subscriptionDurability) {
    this.subscriptionDurability = or("NonDurable", subscriptionDurability);
  }

  /** Of a topic: required if the subscription is durable or shared, without effect otherwise. */
  public String getSubscriptionName() {
    return subscriptionName;
  }

  public void setSubscriptionName(String subscriptionName) {
    this.subscriptionName = orNull(subscriptionName);
  }

  /**
   * JMS client identifier, part of the name of a subscription; at most 255 bytes of UTF-8. Default:
   * that of {@code connectionFactoryLookup}, else none: it is always optional here (Jakarta
   * Messaging 3.1, section 13.1).
   */
  public String getClientId() {
    return clientId;
  }

  public void setClientId(String clientId) {
    this.clientId = orNull(clientId);
  }

  /**
   * Whether the subscription to a topic is shared with other beans and servers that name it
   * (Jakarta Messaging 3.1, sections 8.3.2 and 8.3.4), so that each message goes to one of them;
   * default false.
   */
  public Boolean getShareSubscriptions() {
    return shareSubscriptions;
  }

  public void setShareSubscriptions(Boolean shareSubscriptions) {
    this.shareSubscriptions = Boolean.TRUE.equals(shareSubscriptions);
  }

  /**
   * What to do about the queue, or the exchange of a topic, at each activation: {@code none}, the
   * default, does what the looked-up object says and else expects it and waits for it; {@code
   * passive} asks the broker for it first; {@code declare} declares it durable.
   */
  public String getDeclare() {
    return declare;
  }

  public void setDeclare(String declare) {
    this.declare = or("none", declare);
  }

  /**
   * {@code classic}, {@code quorum} or {@code stream}: the type a queue is declared with (argument
   * {@code x-queue-type}). To be set for a stream also when it is not declared here. Default: what
   * {@code queueArguments} or the looked-up object say, else the broker's.
   */
  public String getQueueType() {
    return queueType;
  }

  public void setQueueType(String queueType) {
    this.queueType = or(null, queueType);
  }

  /**
   * Arguments of queue.declare, such as {@code x-max-priority=10,x-single-active-consumer=true}: a
   * whole number and true or false are what they look like, all else, and what is in quotes, is
   * text. Default: those of the looked-up object.
   */
  public String getQueueArguments() {
    return queueArguments;
  }

  public void setQueueArguments(String queueArguments) {
    this.queueArguments = orNull(queueArguments);
  }

  /**
   * Bindings that a declared queue gets: pairs {@code exchange/routingKey}, separated by commas;
   * without a slash the routing key is empty. The first slash ends the exchange. A part with a
   * comma, a quote or blanks at its ends, and an exchange with a slash, stands in single or double
   * quotes, in which the quote itself is written twice: {@code orders/eu.#, logs, 'a/b'/key}. The
   * exchanges must exist.
   */
  public String getBindings() {
    return bindings;
  }

  public void setBindings(String bindings) {
    this.bindings = orNull(bindings);
  }

  /**
   * What to do about a queue, or the exchange of a topic, that does not exist: {@code wait}, the
   * default, until it does; {@code declare} it, only then; {@code fail} until the server activates
   * the bean again.
   */
  public String getMissingQueue() {
    return missingQueue;
  }

  public void setMissingQueue(String missingQueue) {
    this.missingQueue = or("wait", missingQueue);
  }

  /**
   * Arguments of basic.consume, written like {@code queueArguments}, such as {@code x-priority=5}
   * or {@code x-stream-offset=first}.
   */
  public String getConsumerArguments() {
    return consumerArguments;
  }

  public void setConsumerArguments(String consumerArguments) {
    this.consumerArguments = orNull(consumerArguments);
  }

  /** Whether no other consumer of the queue is tolerated; default false. */
  public Boolean getExclusive() {
    return exclusive;
  }

  public void setExclusive(Boolean exclusive) {
    this.exclusive = Boolean.TRUE.equals(exclusive);
  }

  /**
   * What the tags of the consumers begin with in the broker's lists, at most 200 bytes of UTF-8;
   * default: tags of the broker's own.
   */
  public String getConsumerTag() {
    return consumerTag;
  }

  public void setConsumerTag(String consumerTag) {
    this.consumerTag = orNull(consumerTag);
  }
}
