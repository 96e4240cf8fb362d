package io.rabbitra.run;

import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.server.ApplicationServer;
import io.rabbitra.server.Distribution;
import io.rabbitra.server.JavaHomes;
import io.rabbitra.server.ServerKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the build says.
 *
 * @param kind the server
 * @param distribution where the server's distribution is unpacked
 * @param docs the directory of the servers' pages
 * @param rar {@code rabbitra.rar}
 * @param war {@code rabbitra-sample.war}
 * @param api {@code rabbitra-api.jar}
 * @param directory for the server's configuration and log
 */
record Arguments(
    ServerKind kind, Path distribution, Path docs, Path rar, Path war, Path api, Path directory) {

  private static final List<String> JVM_OPTIONS = List.of("-Xmx768m");
  private static final int COUNT = 7;

  static Arguments of(String[] args) {
    if (args.length != COUNT) {
      throw new IllegalArgumentException(
          "expected: <server> <distribution> <docs> <rar> <war> <api jar> <directory>");
    }
    return new Arguments(
        ServerKind.of(args[0]),
        path(args[1]),
        path(args[2]),
        path(args[3]),
        path(args[4]),
        path(args[5]),
        path(args[6]));
  }

  /** How the server is laid out, and what stands in for the examples of its page. */
  ApplicationServer.Setup setup(RabbitBroker broker) {
    String[] login = URI.create(broker.uri()).getUserInfo().split(":", 2);
    return new ApplicationServer.Setup(
        Distribution.in(distribution),
        directory,
        JavaHomes.ofThisMachine().find(kind),
        JVM_OPTIONS,
        Map.of(
            "amqp://guest:guest@localhost:5672", broker.uri(),
            "/path/to/rabbitra.rar", rar.toString(),
            "/path/to/rabbitra-sample.war", war.toString(),
            "/path/to/rabbitra-api.jar", api.toString(),
            "rabbit-user", login[0],
            "rabbit-password", login[1]));
  }

  private static Path path(String text) {
    return Path.of(text).toAbsolutePath().normalize();
  }
}
