package io.rabbitra.benchmark.server;

import java.util.Map;
import java.util.TreeMap;

/** A message-driven bean that is deployed and delivered to when its turn comes. */
record Bean(Adapter adapter, Acknowledgement acknowledgement, int sessions) {

  /** Its {@code ejb-name}. */
  String name() {
    return adapter.id() + "-" + acknowledgement.id() + "-" + sessions;
  }

  /** Its queue, which nobody else has. */
  String queue() {
    return "benchmark-" + name();
  }

  Map<String, String> activation() {
    Map<String, String> activation = new TreeMap<>(adapter.activation(queue(), sessions));
    activation.put("destinationType", "jakarta.jms.Queue");
    activation.put("acknowledgeMode", acknowledgement.mode());
    return activation;
  }
}
