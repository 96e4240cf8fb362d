package io.rabbitra.destination;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A queue as {@code queue.declare} describes it: neither exclusive nor deleted automatically.
 *
 * @param name the name, 1 to 255 bytes of UTF-8
 * @param arguments the arguments, such as {@code x-queue-type}; copied, unmodifiable
 */
public record QueueDeclaration(String name, Map<String, Object> arguments) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException the name is not allowed
   */
  public QueueDeclaration {
    Names.require("queue name", name);
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** A queue without arguments: its type is the default of the virtual host. */
  public static QueueDeclaration of(String name) {
    return new QueueDeclaration(name, Map.of());
  }

  /** Always true: RabbitMQ 4.3 deprecates queues that are neither durable nor exclusive. */
  public boolean durable() {
    return true;
  }
}
