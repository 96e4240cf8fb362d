package io.rabbitra.benchmark.server;

import java.util.Map;

/** A resource adapter in the server. */
enum Adapter {
  RABBITRA("rabbitra", "rabbitra.rar") {
    @Override
    Map<String, String> activation(String queue, int sessions) {
      return Map.of(
          "destinationName", queue,
          "maxSessions", Integer.toString(sessions),
          "prefetch", Integer.toString(PREFETCH));
    }
  },
  /** WildFly's own, with the broker that runs in the server. */
  ARTEMIS("artemis", "activemq-ra.rar") {
    @Override
    Map<String, String> activation(String queue, int sessions) {
      // Its prefetch is a buffer of 1 MiB per session unless the connector says otherwise.
      return Map.of("destinationLookup", JNDI + queue, "maxSession", Integer.toString(sessions));
    }
  };

  /** Where the server binds the queues of Artemis. */
  static final String JNDI = "java:/jms/queue/";

  /** As much as the plain client has. */
  static final int PREFETCH = 250;

  private final String id;
  private final String archive;

  Adapter(String id, String archive) {
    this.id = id;
    this.archive = archive;
  }

  /** As it stands in the names of beans. */
  String id() {
    return id;
  }

  /** What the bean's descriptor calls it. */
  String archive() {
    return archive;
  }

  /** The activation properties that are not the same for all. */
  abstract Map<String, String> activation(String queue, int sessions);
}
