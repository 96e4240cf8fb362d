package io.rabbitra.harness;

/**
 * A client's connection as the broker sees it.
 *
 * @param name what the client gave as {@code connection_name}, empty if nothing
 * @param address both ends, {@code client:port -> broker:port}, by which the broker tells it apart
 * @param user the authenticated user, empty before authentication
 * @param virtualHost the virtual host, empty before {@code connection.open}
 * @param state for example {@code running}, {@code blocking}, {@code blocked} or {@code flow}
 * @param channels how many channels are open
 * @param heartbeatSeconds the negotiated heartbeat, 0 for none
 */
public record ConnectionInfo(
    String name,
    String address,
    String user,
    String virtualHost,
    String state,
    int channels,
    int heartbeatSeconds) {}
