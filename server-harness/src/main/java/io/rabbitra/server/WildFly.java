package io.rabbitra.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * WildFly, with its full profile unless a JVM option {@code -Djboss.server.default.config} names
 * another configuration. Blocks in the language {@code cli} are scripts of {@code jboss-cli.sh},
 * which stops at the first command that fails.
 */
final class WildFly implements ApplicationServer {

  private static final Duration START_BOUND = Duration.ofMinutes(3);
  private static final Duration STOP_BOUND = Duration.ofMinutes(2);
  private static final Duration END_BOUND = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 100;
  private static final int OK = 200;

  private final WildFlyPorts ports;
  private final WildFlyHome home;
  private final Path pidFile;
  private final Replacements replacements;
  private final WildFlyOperation operation = new WildFlyOperation(this::cli);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Shell shell;

  /** The start script; null if it was never started. */
  private Process process;

  WildFly(Setup setup) {
    ports = WildFlyPorts.free();
    home =
        new WildFlyHome(
            setup.distribution(),
            setup.directory().toAbsolutePath().normalize(),
            ports,
            setup.jvmOptions());
    pidFile = home.path().resolve("standalone/server.pid");
    replacements =
        new Replacements(
            setup.replacements(), Map.of("localhost:8080", "127.0.0.1:" + ports.http()));
    shell =
        new Shell(
            home.path(),
            Map.of(
                "JAVA_HOME", setup.java().toString(),
                "JBOSS_PIDFILE", pidFile.toString(),
                // so that the script passes signals on
                "LAUNCH_JBOSS_IN_BACKGROUND", "true"));
  }

  @Override
  public ServerKind kind() {
    return ServerKind.WILDFLY;
  }

  @Override
  public Path home() {
    return home.path();
  }

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:" + ports.http() + "/");
  }

  @Override
  public void start() {
    try {
      process =
          shell.start(List.of("/bin/sh", home.script("standalone.sh").toString()), home.console());
    } catch (IOException e) {
      throw new ServerException("cannot start WildFly in " + home.path(), e);
    }
    awaitReady();
  }

  @Override
  public void stop() {
    if (!isRunning()) {
      return;
    }
    process.destroy();
    if (!hasEnded(STOP_BOUND)) {
      throw new ServerException("WildFly did not stop within " + STOP_BOUND + "; see " + log());
    }
  }

  @Override
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public long pid() {
    try {
      return Long.parseLong(Files.readString(pidFile).strip());
    } catch (IOException | NumberFormatException e) {
      throw new ServerException("WildFly does not run", e);
    }
  }

  @Override
  public String run(PageBlock block) {
    String text = replacements.in(block.text());
    if (!block.file().isEmpty()) {
      write(home.path().resolve(block.file()), text);
      return "";
    }
    return switch (block.language()) {
      case "cli" -> cli(text);
      case "sh" -> shell.run(text);
      default ->
          throw new ServerException(
              "block " + block.name() + ": cannot run " + block.language() + ", only cli and sh");
    };
  }

  @Override
  public String sh(String commands) {
    return shell.run(replacements.in(commands));
  }

  @Override
  public void deploy(Path archive) {
    cli("deploy \"" + archive.toAbsolutePath() + "\" --force\n");
  }

  @Override
  public void undeploy(String name) {
    cli("undeploy " + name + "\n");
  }

  @Override
  public Optional<DeliveryControl> deliveryControl() {
    return Optional.of(operation);
  }

  @Override
  public Optional<Suspension> suspension() {
    return Optional.of(operation);
  }

  @Override
  public String jndi(String name) {
    return "java:/" + name;
  }

  @Override
  public Path log() {
    return home.log();
  }

  @Override
  public String managementCommand() {
    return home.script("jboss-cli.sh") + " --connect";
  }

  @Override
  public void close() {
    try {
      if (isRunning()) {
        process.destroy();
        hasEnded(END_BOUND);
      }
    } finally {
      closeShell();
    }
  }

  private void closeShell() {
    try {
      shell.close();
    } finally {
      home.clean();
    }
  }

  private String cli(String script) {
    Path file = shell.home().resolve("script.cli");
    write(file, script);
    try {
      return shell.run("sh '" + home.script("jboss-cli.sh") + "' --connect --file='" + file + "'");
    } catch (ServerException e) {
      throw new ServerException("in the script:\n" + script + "\n" + e.getMessage(), e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new ServerException("cannot write " + file, e);
    }
  }

  private boolean hasEnded(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while WildFly stops", e);
    }
  }

  private void awaitReady() {
    long start = System.nanoTime();
    String answer = "nothing";
    while (System.nanoTime() - start < START_BOUND.toNanos()) {
      if (!process.isAlive()) {
        throw new ServerException("WildFly ended while it started; see " + home.console());
      }
      try {
        HttpResponse<String> response = http.send(readiness(), BodyHandlers.ofString());
        if (response.statusCode() == OK) {
          return;
        }
        answer = response.statusCode() + " " + response.body();
      } catch (IOException e) {
        // It does not listen yet; the bound holds.
        answer = e.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServerException("interrupted while WildFly starts", e);
      }
      pause();
    }
    throw new ServerException(
        "WildFly is not ready in " + START_BOUND + ", it says " + answer + "; see " + log());
  }

  private HttpRequest readiness() {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + ports.management() + "/health/ready"))
        .timeout(Duration.ofSeconds(5))
        .build();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while WildFly starts", e);
    }
  }
}
