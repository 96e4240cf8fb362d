package io.rabbitra.server;

import io.rabbitra.harness.Ports;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of a domain, all free when it is laid out.
 *
 * @param byDefault the port that the distribution's {@code domain1} has, to the one used instead
 */
record GlassFishPorts(Map<Integer, Integer> byDefault) {

  private static final int HTTP = 8080;
  private static final int ADMIN = 4848;
  // HTTPS; IIOP, also over TLS, with and without client certificates; JMX; the server's own JMS;
  // the OSGi shell; the debugger
  private static final int[] OTHERS = {8181, 3700, 3820, 3920, 8686, 7676, 6666, 9009};

  static GlassFishPorts free() {
    Map<Integer, Integer> ports = new LinkedHashMap<>();
    add(ports, HTTP);
    add(ports, ADMIN);
    for (int other : OTHERS) {
      add(ports, other);
    }
    return new GlassFishPorts(Map.copyOf(ports));
  }

  int http() {
    return byDefault.get(HTTP);
  }

  int admin() {
    return byDefault.get(ADMIN);
  }

  private static void add(Map<Integer, Integer> ports, int byDefault) {
    int port = Ports.free();
    while (ports.containsValue(port)) {
      port = Ports.free();
    }
    ports.put(byDefault, port);
  }
}
