package io.rabbitra.run;

import io.rabbitra.harness.ProcessGuard;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A WildFly with its full profile, as a child process that does not outlive this one.
 *
 * <p>To be used by one thread.
 */
final class WildFlyServer implements AutoCloseable {

  private static final Duration START_BOUND = Duration.ofMinutes(2);
  private static final Duration CLI_BOUND = Duration.ofMinutes(2);
  private static final Duration STOP_BOUND = Duration.ofSeconds(30);

  private final Path installation;
  private final ServerDirectory directory;
  private final WildFlyPorts ports;
  private final Path home;
  private final ProcessGuard guard;
  private final Process process;

  /**
   * Starts the server and returns when it is ready.
   *
   * @param installation the unpacked distribution, which stays as it is
   * @param base where this server has its configuration and its log
   */
  WildFlyServer(Path installation, Path base) throws StepFailedException, InterruptedException {
    this.installation = installation;
    this.ports = WildFlyPorts.free();
    try {
      this.directory = new ServerDirectory(installation, base);
      this.home = Files.createTempDirectory("rabbitra-wildfly-");
    } catch (IOException e) {
      throw new StepFailedException("cannot lay out the server's directory " + base, e);
    }
    this.guard = new ProcessGuard(home);
    boolean ready = false;
    try {
      this.process = start();
      guard.watch(process);
      awaitReady();
      ready = true;
    } catch (IOException e) {
      throw new StepFailedException("cannot start WildFly in " + installation, e);
    } finally {
      if (!ready) {
        guard.endServer();
      }
    }
  }

  /** The address of applications, with a slash at the end. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + ports.http() + "/");
  }

  /** What to type to manage this server. */
  String cliCommand() {
    return installation.resolve("bin/jboss-cli.sh") + " --connect --controller=" + controller();
  }

  Path log() {
    return directory.log();
  }

  /**
   * Runs a script by {@code jboss-cli.sh}, which stops at the first command that fails.
   *
   * @throws StepFailedException with what it printed, if it failed
   */
  void cli(String script) throws StepFailedException, InterruptedException {
    try {
      Path file = Files.writeString(home.resolve("script.cli"), script);
      Path output = home.resolve("cli.txt");
      Process cli =
          run(
              output,
              "jboss-cli.sh",
              List.of("--connect", "--controller=" + controller(), "--file=" + file.toString()));
      if (!cli.waitFor(CLI_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        cli.descendants().forEach(ProcessHandle::destroyForcibly);
        cli.destroyForcibly();
        throw new StepFailedException("jboss-cli did not end within " + CLI_BOUND);
      }
      if (cli.exitValue() != 0) {
        throw new StepFailedException("jboss-cli failed:\n" + Files.readString(output));
      }
    } catch (IOException e) {
      throw new StepFailedException("cannot run jboss-cli", e);
    }
  }

  /** Returns when the server has ended, which somebody else made it do. */
  void await() throws InterruptedException {
    process.waitFor();
  }

  /** Stops the server, by force if it does not end within 30 seconds. */
  @Override
  public void close() {
    // The start script passes the signal on to the server.
    process.destroy();
    try {
      process.waitFor(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      guard.endServer();
    }
  }

  private Process start() throws IOException {
    return run(
        directory.console(),
        "standalone.sh",
        List.of(
            "--server-config=" + ServerDirectory.CONFIGURATION,
            "-Djboss.server.base.dir=" + directory.base(),
            "-Djboss.socket.binding.port-offset=" + ports.offset()));
  }

  private Process run(Path output, String script, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("/bin/sh");
    command.add(installation.resolve("bin").resolve(script).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("JBOSS_") || name.equals("JAVA_OPTS"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    return builder.start();
  }

  private String controller() {
    return "127.0.0.1:" + ports.management();
  }

  private void awaitReady() throws StepFailedException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ready =
        HttpRequest.newBuilder(URI.create("http://" + controller() + "/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    Optional<Boolean> answer =
        Poll.until(
            START_BOUND,
            () -> {
              if (!process.isAlive()) {
                return Optional.of(false);
              }
              try {
                int status =
                    client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode();
                return status == 200 ? Optional.of(true) : Optional.empty();
              } catch (IOException e) {
                // It does not listen yet; the bound holds.
                return Optional.empty();
              }
            });
    if (!answer.orElse(false)) {
      throw new StepFailedException(
          "WildFly "
              + (answer.isPresent() ? "ended while it started" : "not ready in " + START_BOUND)
              + "; see "
              + directory.console());
    }
  }
}
