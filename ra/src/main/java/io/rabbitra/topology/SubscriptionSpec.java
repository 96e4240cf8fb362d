package io.rabbitra.topology;

import io.rabbitra.destination.RabbitDestination;
import java.util.Objects;

/**
 * A subscription as an application asks for it.
 *
 * @param topic its exchange, and the binding key as its routing key
 * @param clientId null if the connection has none
 * @param name null for a non-durable one that is not shared, which has none
 * @param selector null or empty if there is none
 */
public record SubscriptionSpec(
    Kind kind,
    RabbitDestination topic,
    String clientId,
    String name,
    String selector,
    boolean noLocal) {

  /** The subscriptions of Jakarta Messaging 3.1, section 8.3. */
  public enum Kind {
    /** Of one consumer, gone with it (8.3.1). */
    NON_DURABLE("non-durable"),
    /** Of many consumers, gone with the last of them (8.3.2). */
    SHARED("shared"),
    /** Of one consumer at a time, until it is unsubscribed (8.3.3). */
    DURABLE("durable"),
    /** Of many consumers, until it is unsubscribed (8.3.4). */
    SHARED_DURABLE("shared durable");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /**
   * Checks what no caller may get wrong.
   *
   * @throws IllegalArgumentException a name where there must be none, or none where there must be
   */
  public SubscriptionSpec {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(topic, "topic");
    boolean named = name != null && !name.isEmpty();
    if (named == (kind == Kind.NON_DURABLE)) {
      throw new IllegalArgumentException(
          "The name of a " + kind.text + " subscription is '" + name + "'");
    }
    selector = selector == null || selector.isEmpty() ? null : selector;
  }

  @Override
  public String toString() {
    return kind.text
        + " subscription"
        + (name == null ? "" : " '" + name + "'")
        + (clientId == null ? "" : " of client identifier '" + clientId + "'")
        + " to "
        + topic;
  }
}
