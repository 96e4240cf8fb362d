package io.rabbitra.topology;

import io.rabbitra.topology.SubscriptionSpec.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The names that subscriptions have on the broker, {@code rabbitra.durable:client:name} and the
 * like. Everything but letters, digits, dot, hyphen and underscore is percent-encoded, so that two
 * subscriptions never have the same; what is too long for AMQP ends with a hash of the whole.
 */
final class SubscriptionNames {

  /** A marker's name is longer by its hash. */
  private static final int MAX_LENGTH = 255 - 1 - 12;

  private SubscriptionNames() {}

  static String queue(SubscriptionSpec spec) {
    return queue(spec.kind(), spec.clientId(), spec.name());
  }

  static String queue(Kind kind, String clientId, String name) {
    return switch (kind) {
      case NON_DURABLE -> "rabbitra.sub." + UUID.randomUUID();
      case SHARED -> named("rabbitra.shared", clientId, name);
      case DURABLE -> named("rabbitra.durable", clientId, name);
      case SHARED_DURABLE -> named("rabbitra.shared-durable", clientId, name);
    };
  }

  /** Shared and unshared durable subscriptions have one namespace, and so one lock. */
  static String lock(Kind kind, String clientId, String name) {
    return named(
        kind == Kind.SHARED ? "rabbitra.shared.lock" : "rabbitra.durable.lock", clientId, name);
  }

  /** The exchange whose existence says that the queue has this definition. */
  static String marker(String queue, SubscriptionSpec spec) {
    String definition =
        String.join(
            "\0",
            spec.topic().exchange(),
            spec.topic().routingKey(),
            spec.selector() == null ? "" : spec.selector(),
            Boolean.toString(spec.noLocal()));
    return queue + "#" + Hashes.of(definition).substring(0, 12);
  }

  private static String named(String prefix, String clientId, String name) {
    // Nothing is what no client identifier encodes to.
    String client = clientId == null ? "" : clientId.isEmpty() ? "%" : encode(clientId);
    String full = prefix + ":" + client + ":" + encode(name);
    return Hashes.shortened(full, MAX_LENGTH);
  }

  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '.'
          || c == '-'
          || c == '_') {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return encoded.toString();
  }
}
