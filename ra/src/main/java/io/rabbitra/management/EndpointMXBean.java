package io.rabbitra.management;

import java.util.List;

/**
 * One message endpoint, registered as {@code io.rabbitra:type=Endpoint,name=...,id=...} while the
 * bean is activated. Counts start with the activation.
 */
public interface EndpointMXBean {

  /** Bean and queue. */
  String getName();

  /** The queue consumed from. */
  String getDestination();

  /** INACTIVE, ACTIVATING, ACTIVE, REACTIVATING or DEACTIVATING. */
  String getState();

  /** When the state was entered, ISO 8601 in UTC. */
  String getStateSince();

  /** Deliveries to the bean, failed ones included. */
  long getDeliveries();

  /** Deliveries that failed: the bean threw or its transaction rolled back. */
  long getFailures();

  /** Failed messages that were put back for another attempt, at once or after a delay. */
  long getRedelivered();

  /** Failed messages that were given up: dead-lettered by the endpoint, or left to their queue. */
  long getDeadLettered();

  /** How often delivery was lost: cancelled by the broker, or disconnected. */
  long getCancellations();

  /** How often the endpoint became active again after a loss. */
  long getReactivations();

  /**
   * Consumers now, each with at most one delivery under way; 0 while the endpoint is not active.
   */
  int getSessions();

  /** Sessions that there are always while the endpoint is active. */
  int getMinSessions();

  /** Sessions under load, the upper limit of concurrent deliveries. */
  int getMaxSessions();

  /** Deliveries under way now. */
  int getBusySessions();

  /** The last state changes, oldest first; at most 100. */
  List<StateChange> getHistory();
}
