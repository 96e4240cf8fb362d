package io.rabbitra.sample;

import java.util.List;

/**
 * The adapter's view of the endpoint that delivers orders. A text the adapter did not give is
 * empty, a number it did not give is 0.
 *
 * @param name the endpoint's name
 * @param destination the queue it consumes
 * @param state INACTIVE, ACTIVATING, ACTIVE, REACTIVATING or DEACTIVATING
 * @param stateSince when the state was entered, ISO-8601
 * @param deliveries messages delivered to the bean
 * @param failures deliveries that failed
 * @param cancellations consumer cancel notifications from the broker that led to a deactivation
 * @param reactivations how often it became active again
 * @param sessions sessions open now
 * @param busySessions sessions that deliver now
 * @param history state changes, as the adapter keeps them
 */
public record EndpointSnapshot(
    String name,
    String destination,
    String state,
    String stateSince,
    long deliveries,
    long failures,
    long cancellations,
    long reactivations,
    long sessions,
    long busySessions,
    List<Change> history) {
  /**
   * One state change.
   *
   * @param time when, ISO-8601
   * @param from state before
   * @param to state after
   * @param reason why
   */
  public record Change(String time, String from, String to, String reason) {}
}
