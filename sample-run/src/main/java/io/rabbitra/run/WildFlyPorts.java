package io.rabbitra.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
  private static final int STEP = 100;
  private static final int MAX_OFFSET = 20_000;

  /** The lowest offset, in steps of 100, with which all ports are free. */
  static WildFlyPorts free() throws StepFailedException {
    return IntStream.iterate(0, offset -> offset <= MAX_OFFSET, offset -> offset + STEP)
        .filter(offset -> IntStream.of(USED).allMatch(port -> isFree(port + offset)))
        .mapToObj(WildFlyPorts::new)
        .findFirst()
        .orElseThrow(() -> new StepFailedException("no free ports for WildFly"));
  }

  int http() {
    return HTTP + offset;
  }

  int management() {
    return MANAGEMENT + offset;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
