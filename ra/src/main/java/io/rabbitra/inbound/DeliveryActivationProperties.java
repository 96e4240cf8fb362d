package io.rabbitra.inbound;

/**
 * The part of an activation configuration that says how messages are delivered: how many at once,
 * how they are acknowledged, what becomes of those that failed, and how an endpoint comes back.
 */
public abstract class DeliveryActivationProperties extends SourceActivationProperties {

  private static final long serialVersionUID = 1L;

  private Integer minSessions;
  private Integer maxSessions;
  private Integer prefetch = 50;
  private String acknowledgeMode = AcknowledgeMode.AUTO.standardName();
  private Integer ackBatchSize = 50;
  private Integer ackInterval = 200;
  private Integer reconnectInterval = 1000;
  private Integer maxReconnectInterval = 30_000;
  private Double reconnectBackoff = 2.0;
  private Integer drainTimeout = 10_000;
  private Integer maxRedeliveries;
  private Integer redeliveryDelay = 0;
  private Double redeliveryBackoff = 1.0;
  private Integer maxRedeliveryDelay;
  private String deadLetterQueue;
  private String deadLetterExchange;
  private String trustedPackages;

  DeliveryActivationProperties() {}

  /** Sessions that are always there, 1 to maxSessions; default: maxSessions, a fixed number. */
  public Integer getMinSessions() {
    return minSessions;
  }

  public void setMinSessions(Integer minSessions) {
    this.minSessions = minSessions;
  }

  /**
   * How many messages may be in beans at once, 1 to 2000; default 10, and 1 for an exclusive
   * consumer or a stream.
   */
  public Integer getMaxSessions() {
    return maxSessions;
  }

  public void setMaxSessions(Integer maxSessions) {
    this.maxSessions = maxSessions;
  }

  /** Messages the broker sends ahead to each session (basic.qos), 1 to 65535; default 50. */
  public Integer getPrefetch() {
    return prefetch;
  }

  public void setPrefetch(Integer prefetch) {
    this.prefetch = prefetch;
  }

  /** {@code Auto-acknowledge}, the default, or {@code Dups-ok-acknowledge}. */
  public String getAcknowledgeMode() {
    return acknowledgeMode;
  }

  public void setAcknowledgeMode(String acknowledgeMode) {
    this.acknowledgeMode = or(AcknowledgeMode.AUTO.standardName(), acknowledgeMode);
  }

  /**
   * With {@code Dups-ok-acknowledge}: how many successes of a session one basic.ack is for at most,
   * 1 to 65535 and never more than prefetch; default 50.
   */
  public Integer getAckBatchSize() {
    return ackBatchSize;
  }

  public void setAckBatchSize(Integer ackBatchSize) {
    this.ackBatchSize = ackBatchSize;
  }

  /**
   * With {@code Dups-ok-acknowledge}: milliseconds that a success waits for its acknowledgement at
   * most, at least 1; default 200.
   */
  public Integer getAckInterval() {
    return ackInterval;
  }

  public void setAckInterval(Integer ackInterval) {
    this.ackInterval = ackInterval;
  }

  /** Milliseconds before the second attempt to activate, at least 1; default 1000. */
  public Integer getReconnectInterval() {
    return reconnectInterval;
  }

  public void setReconnectInterval(Integer reconnectInterval) {
    this.reconnectInterval = reconnectInterval;
  }

  /** Milliseconds between attempts at most; default 30000. */
  public Integer getMaxReconnectInterval() {
    return maxReconnectInterval;
  }

  public void setMaxReconnectInterval(Integer maxReconnectInterval) {
    this.maxReconnectInterval = maxReconnectInterval;
  }

  /** Factor by which the time between attempts grows, 1 to 100; default 2. */
  public Double getReconnectBackoff() {
    return reconnectBackoff;
  }

  public void setReconnectBackoff(Double reconnectBackoff) {
    this.reconnectBackoff = reconnectBackoff;
  }

  /** Milliseconds that running onMessage calls may take to finish, at least 0; default 10000. */
  public Integer getDrainTimeout() {
    return drainTimeout;
  }

  public void setDrainTimeout(Integer drainTimeout) {
    this.drainTimeout = drainTimeout;
  }

  /**
   * How often a message whose bean failed is delivered again before it is dead-lettered, at least
   * 0. Default, and -1: no limit of the adapter's, only the queue's own.
   */
  public Integer getMaxRedeliveries() {
    return maxRedeliveries;
  }

  public void setMaxRedeliveries(Integer maxRedeliveries) {
    this.maxRedeliveries = maxRedeliveries;
  }

  /**
   * Milliseconds before a message is delivered again, at least 0, and no more for a stream; default
   * 0.
   */
  public Integer getRedeliveryDelay() {
    return redeliveryDelay;
  }

  public void setRedeliveryDelay(Integer redeliveryDelay) {
    this.redeliveryDelay = redeliveryDelay;
  }

  /** Factor by which the delay grows with each redelivery, 1 to 100; default 1. */
  public Double getRedeliveryBackoff() {
    return redeliveryBackoff;
  }

  public void setRedeliveryBackoff(Double redeliveryBackoff) {
    this.redeliveryBackoff = redeliveryBackoff;
  }

  /**
   * Milliseconds that a delay grows to at most, at least 1 and not less than redeliveryDelay;
   * default: 97 days, the longest delay there is.
   */
  public Integer getMaxRedeliveryDelay() {
    return maxRedeliveryDelay;
  }

  public void setMaxRedeliveryDelay(Integer maxRedeliveryDelay) {
    this.maxRedeliveryDelay = maxRedeliveryDelay;
  }

  /**
   * Name of the queue that gets what is dead-lettered. Default: the message is rejected, and the
   * queue's own dead-letter exchange gets it, if there is one.
   */
  public String getDeadLetterQueue() {
    return deadLetterQueue;
  }

  public void setDeadLetterQueue(String deadLetterQueue) {
    this.deadLetterQueue = orNull(deadLetterQueue);
  }

  /**
   * Exchange that gets what is dead-lettered, with its original routing key; not together with
   * {@code deadLetterQueue}.
   */
  public String getDeadLetterExchange() {
    return deadLetterExchange;
  }

  public void setDeadLetterExchange(String deadLetterExchange) {
    this.deadLetterExchange = orNull(deadLetterExchange);
  }

  /**
   * Packages and classes that received object messages may consist of, separated by commas; a
   * package stands for those below it too, {@code *} for all. Default: none, so that {@code
   * getObject} throws.
   */
  public String getTrustedPackages() {
    return trustedPackages;
  }

  public void setTrustedPackages(String trustedPackages) {
    this.trustedPackages = trustedPackages;
  }
}
