package io.rabbitra.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The directory, ports, names and configuration of one local node. */
final class NodeHome {

  private static final int LOG_LINES = 200;

  private final Path directory;
  private final String nodeName;
  private final int port;
  private final int distributionPort;
  private final int epmdPort;

  NodeHome(int port, Map<String, String> settings) {
    this.port = port;
    this.distributionPort = Ports.free();
    this.epmdPort = Ports.free();
    this.nodeName = "rabbitra" + port + "@localhost";
    try {
      this.directory = Files.createTempDirectory("rabbitra-node-");
      Files.createDirectories(directory.resolve("log"));
      Path cookie = directory.resolve(".erlang.cookie");
      Files.writeString(cookie, UUID.randomUUID().toString().replace("-", ""));
      Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
      Files.writeString(directory.resolve("enabled_plugins"), "[].\n");
      Files.writeString(directory.resolve("rabbitmq.conf"), configuration(settings));
    } catch (IOException e) {
      throw new BrokerException("cannot lay out the directory of a node", e);
    }
  }

  private static String configuration(Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("log.file.level", "info");
    all.put("disk_free_limit.absolute", "50MB");
    all.put("vm_memory_high_watermark.relative", BrokerAdmin.MEMORY_WATERMARK);
    all.putAll(settings);
    StringBuilder lines = new StringBuilder();
    all.forEach((key, value) -> lines.append(key).append(" = ").append(value).append('\n'));
    return lines.toString();
  }

  /** The variables by which the RabbitMQ scripts find this node and no other. */
  Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HOME", directory.toString());
    variables.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    variables.put("ERL_EPMD_PORT", String.valueOf(epmdPort));
    variables.put("RABBITMQ_NODENAME", nodeName);
    variables.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    variables.put("RABBITMQ_NODE_PORT", String.valueOf(port));
    variables.put("RABBITMQ_DIST_PORT", String.valueOf(distributionPort));
    variables.put("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString());
    variables.put("RABBITMQ_LOG_BASE", log().toString());
    variables.put("RABBITMQ_PID_FILE", directory.resolve("pid").toString());
    variables.put("RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq").toString());
    variables.put("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("enabled_plugins").toString());
    variables.put("RABBITMQ_CONF_ENV_FILE", "/dev/null");
    return variables;
  }

  Path directory() {
    return directory;
  }

  String nodeName() {
    return nodeName;
  }

  int port() {
    return port;
  }

  int epmdPort() {
    return epmdPort;
  }

  Path console() {
    return log().resolve("console.txt");
  }

  /** What the node printed after the first {@code offset} bytes. */
  String consoleSince(long offset) {
    try {
      byte[] printed = Files.readAllBytes(console());
      int from = (int) Math.min(offset, printed.length);
      return new String(printed, from, printed.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BrokerException("cannot read " + console(), e);
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  /** The last lines of everything the node wrote. */
  String logTail() {
    StringBuilder tail = new StringBuilder();
    try (Stream<Path> files = Files.list(log())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        tail.append("--- ").append(file.getFileName()).append('\n');
        lines.stream()
            .skip(Math.max(0, lines.size() - LOG_LINES))
            .forEach(line -> tail.append(line).append('\n'));
      }
    } catch (IOException e) {
      tail.append("(no log: ").append(e).append(')');
    }
    return tail.toString();
  }

  void delete() {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new BrokerException("cannot delete " + directory, e);
    }
  }
}
