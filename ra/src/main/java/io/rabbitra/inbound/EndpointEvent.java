package io.rabbitra.inbound;

import java.time.Instant;

/**
 * One state change of one endpoint.
 *
 * @param reason why, in words for an operator
 */
public record EndpointEvent(
    String endpoint, EndpointState from, EndpointState to, String reason, Instant time) {}
