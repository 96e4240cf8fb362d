package io.rabbitra.amqp;

import io.rabbitra.config.BrokerSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names an operator reads in RabbitMQ's list of connections: which adapter, which process on
 * which host, which server, and what for, e.g. {@code rabbitra 4711@host1 node1 mdb OrderMdb}.
 */
public final class ConnectionNames {

  private ConnectionNames() {}

  /**
   * @param settings its {@code connectionName} takes the place of "rabbitra"
   * @param role what the connection is for, e.g. {@code mdb OrderMdb} or {@code pool}
   */
  public static String of(BrokerSettings settings, String role) {
    String process = ManagementFactory.getRuntimeMXBean().getName();
    String server = serverName().map(name -> " " + name).orElse("");
    return settings.connectionName().orElse("rabbitra") + " " + process + server + " " + role;
  }

  private static Optional<String> serverName() {
    return Stream.of("jboss.node.name", "com.sun.aas.instanceName", "wlp.server.name")
        .map(System::getProperty)
        .filter(name -> name != null && !name.isBlank())
        .findFirst()
        .or(ConnectionNames::catalinaBase);
  }

  private static Optional<String> catalinaBase() {
    return Optional.ofNullable(System.getProperty("catalina.base"))
        .map(Path::of)
        .map(Path::getFileName)
        .map(Path::toString);
  }
}
