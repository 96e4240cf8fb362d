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

  /** How often delivery was lost: cancelled by the broker, or disconnected. */
  long getCancellations();

  /** How often the endpoint became active again after a loss. */
  long getReactivations();

  /** Upper limit of concurrent deliveries. */
  int getSessions();

  /** Deliveries under way now. */
  int getBusySessions();

  /** The last state changes, oldest first; at most 100. */
  List<StateChange> getHistory();
}
