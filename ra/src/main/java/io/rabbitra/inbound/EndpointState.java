package io.rabbitra.inbound;

/** Where a message endpoint stands; the arrows are in {@link EndpointStateMachine}. */
public enum EndpointState {
  /** Not wanted: not activated yet, or deactivated by the server. Holds nothing. */
  INACTIVE,
  /** Wanted, and an attempt to consume is running or waits for its time. Nothing is delivered. */
  ACTIVATING,
  /** Consuming. */
  ACTIVE,
  /** Cancelled or disconnected: nothing new is delivered, what runs may finish. */
  REACTIVATING,
  /** The server deactivates it: nothing new is delivered, what runs may finish. */
  DEACTIVATING
}
