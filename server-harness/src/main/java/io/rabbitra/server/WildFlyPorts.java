package io.rabbitra.server;

import io.rabbitra.harness.Ports;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * The ports of a WildFly on the loopback address: the usual ones, all raised by the same offset.
 *
 * @param offset {@code jboss.socket.binding.port-offset}
 */
record WildFlyPorts(int offset) {

  private static final int HTTP = 8080;
  private static final int MANAGEMENT = 9990;
  // also HTTPS, AJP, IIOP and its TLS port, transaction recovery and status, management over TLS
  private static final int[] USED = {HTTP, MANAGEMENT, 8443, 8009, 3528, 3529, 4712, 4713, 9993};
  // below the ports that operating systems give to outgoing connections
  private static final int LOWEST_OFFSET = 6_000;
  private static final int HIGHEST_OFFSET = 22_000;
  private static final int ATTEMPTS = 200;

  /** An offset with which all ports are free. */
  static WildFlyPorts free() {
    return IntStream.generate(
            () -> ThreadLocalRandom.current().nextInt(LOWEST_OFFSET, HIGHEST_OFFSET))
        .limit(ATTEMPTS)
        .filter(offset -> IntStream.of(USED).allMatch(port -> Ports.isFree(port + offset)))
        .mapToObj(WildFlyPorts::new)
        .findFirst()
        .orElseThrow(() -> new ServerException("no free ports for WildFly"));
  }

  int http() {
    return HTTP + offset;
  }

  int management() {
    return MANAGEMENT + offset;
  }
}
