package io.rabbitra.harness;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Ends the Erlang port mapper daemon of a node, which outlives the node as a process of its own.
 */
final class Epmd {

  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final int TIMEOUT_MILLIS = 2_000;

  // KILL_REQ of the EPMD protocol: a length of two bytes, then the tag 'k'.
  private static final byte[] KILL_REQUEST = {0, 1, 'k'};

  private Epmd() {}

  /** Asks until nothing listens any more: it refuses while it still knows the node as alive. */
  static void kill(int port) {
    boolean dead =
        Waiting.until(
            BOUND,
            () -> {
              if (!Ports.accepts("127.0.0.1", port)) {
                return true;
              }
              request(port);
              return false;
            });
    if (!dead) {
      throw new BrokerException("the Erlang port mapper daemon on port " + port + " does not end");
    }
  }

  private static void request(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(KILL_REQUEST);
      // It answers "OK" and exits, or "NO"; either way the caller looks again.
      new DataInputStream(socket.getInputStream()).readNBytes(2);
    } catch (IOException e) {
      System.getLogger(Epmd.class.getName())
          .log(
              System.Logger.Level.DEBUG,
              "epmd on port {0}: {1}",
              String.valueOf(port),
              e.getMessage());
    }
  }
}
