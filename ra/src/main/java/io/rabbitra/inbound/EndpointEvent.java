package io.rabbitra.inbound;

import java.lang.System.Logger.Level;
import java.time.Instant;

/**
 * One state change of one endpoint.
 *
 * @param reason why, in words for an operator
 */
public record EndpointEvent(
    String endpoint, EndpointState from, EndpointState to, String reason, Instant time) {

  void log(System.Logger log) {
    boolean good = to == EndpointState.ACTIVE || from != to;
    boolean outage = to == EndpointState.REACTIVATING || from == to;
    log.log(
        outage ? Level.WARNING : Level.INFO,
        good ? "Endpoint {0}: {1} -> {2}: {3}" : "Endpoint {0}: {2}: {3}",
        endpoint,
        from,
        to,
        reason);
  }
}
