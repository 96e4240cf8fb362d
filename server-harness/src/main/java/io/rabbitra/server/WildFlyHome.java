package io.rabbitra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code JBOSS_HOME} of its own, so that one server knows nothing of another one: what is only
 * read is linked from the distribution, all else is copied. Its scripts find this server's ports
 * and JVM options in their own configuration files.
 */
final class WildFlyHome {

  private static final String CONFIGURATION = "standalone-full.xml";
  // A reload counts as connecting, and a busy machine takes its time for one.
  private static final Duration CLI_TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern CLI =
      Pattern.compile(
          "(?<before>.*<default-controller>.*?)<host>localhost</host>\\s*<port>9990</port>"
              + "(?<between>.*</resolve-parameter-values>)(?<after>.*)",
          Pattern.DOTALL);
  private static final List<String> LINKED = List.of("jboss-modules.jar", "modules");
  private static final List<String> COPIED = List.of("bin", "standalone", "welcome-content");

  private final Path path;

  /** Deletes what is at the path and lays the directory out. */
  WildFlyHome(Path distribution, Path path, WildFlyPorts ports, List<String> jvmOptions) {
    this.path = path;
    Directories.delete(path);
    try {
      Files.createDirectories(path);
      for (String name : LINKED) {
        Files.createSymbolicLink(path.resolve(name), distribution.resolve(name).toAbsolutePath());
      }
      for (String name : COPIED) {
        Directories.copy(distribution.resolve(name), path.resolve(name));
      }
      Files.createDirectories(log().getParent());
      configureServer(ports, jvmOptions);
      configureCli(ports);
    } catch (IOException e) {
      throw new ServerException("cannot lay out WildFly in " + path, e);
    }
  }

  Path path() {
    return path;
  }

  Path script(String name) {
    return path.resolve("bin").resolve(name);
  }

  Path log() {
    return path.resolve("standalone/log/server.log");
  }

  Path console() {
    return path.resolve("standalone/log/console.txt");
  }

  /** Deletes all but configuration and logs. */
  void clean() {
    List.of("bin", "modules", "welcome-content", "jboss-modules.jar").stream()
        .map(path::resolve)
        .forEach(Directories::delete);
    List.of("data", "tmp", "deployments").stream()
        .map(path.resolve("standalone")::resolve)
        .forEach(Directories::delete);
  }

  private void configureServer(WildFlyPorts ports, List<String> jvmOptions) throws IOException {
    StringBuilder lines = new StringBuilder();
    addOption(lines, "-Djboss.socket.binding.port-offset=" + ports.offset());
    addOption(lines, "-Djboss.server.default.config=" + CONFIGURATION);
    jvmOptions.forEach(option -> addOption(lines, option));
    Files.writeString(script("standalone.conf"), lines, StandardOpenOption.APPEND);
  }

  // standalone.sh evaluates the options once more.
  private static void addOption(StringBuilder lines, String option) {
    String quoted = "'" + option.replace("'", "'\\''") + "'";
    lines
        .append("\nJAVA_OPTS=\"$JAVA_OPTS ")
        .append(quoted.replace("\\", "\\\\").replace("$", "\\$").replace("\"", "\\\""))
        .append("\"\n");
  }

  private void configureCli(WildFlyPorts ports) throws IOException {
    Path file = script("jboss-cli.xml");
    Matcher matcher = CLI.matcher(Files.readString(file));
    if (!matcher.matches()) {
      throw new ServerException(
          file + " has no default controller at localhost:9990, or no resolve-parameter-values");
    }
    Files.writeString(
        file,
        matcher.group("before")
            + "<host>127.0.0.1</host><port>"
            + ports.management()
            + "</port>"
            + matcher.group("between")
            + "<connection-timeout>"
            + CLI_TIMEOUT.toMillis()
            + "</connection-timeout>"
            + matcher.group("after"));
  }
}
