package io.rabbitra.benchmark.server;

import java.util.Map;
import java.util.stream.Stream;

/** A resource adapter in the server. */
enum Adapter {
  RABBITRA("rabbitra", "rabbitra", "") {
    @Override
    Map<String, String> activation(String queue, int sessions) {
      return Map.of(
          "destinationName", queue,
          "maxSessions", Integer.toString(sessions),
          "prefetch", Integer.toString(PREFETCH));
    }
  },
  /** WildFly's own, with the broker that runs in the server. Each commit is synced to the disk. */
  ARTEMIS("artemis", "activemq-ra", "default"),
  /** The same, but nothing waits for the disk, as RabbitMQ waits for it with no acknowledgement. */
  ARTEMIS_NOT_SYNCED("artemis-not-synced", "not-synced-ra", "not-synced");

  /** Where the server binds the queues of Artemis. */
  static final String JNDI = "java:/jms/queue/";

  /** As much as the plain client has. */
  static final int PREFETCH = 250;

  private final String id;
  private final String resourceAdapter;
  private final String broker;

  Adapter(String id, String resourceAdapter, String broker) {
    this.id = id;
    this.resourceAdapter = resourceAdapter;
    this.broker = broker;
  }

  /** Those with a broker in the server. */
  static Stream<Adapter> embedded() {
    return Stream.of(values()).filter(Adapter::isEmbedded);
  }

  boolean isEmbedded() {
    return !broker.isEmpty();
  }

  /** As it stands in the names of beans. */
  String id() {
    return id;
  }

  /** What the server calls it. */
  String resourceAdapter() {
    return resourceAdapter;
  }

  /** What WildFly calls the broker in the server; empty if there is none. */
  String broker() {
    return broker;
  }

  /** The activation properties that are not the same for all. */
  Map<String, String> activation(String queue, int sessions) {
    // Its prefetch is a buffer of 1 MiB for each session.
    return Map.of("destinationLookup", JNDI + queue, "maxSession", Integer.toString(sessions));
  }
}
