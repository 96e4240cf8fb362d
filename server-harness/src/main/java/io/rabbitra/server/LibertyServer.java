package io.rabbitra.server;

import io.rabbitra.harness.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Open Liberty. Its home has links to what is in the distribution, and a {@code usr} of its own
 * with the server {@code defaultServer}; the tools find it by {@code WLP_USER_DIR}.
 *
 * <p>The server reads its configuration again when a file changes. What a block of the page or a
 * deployment has changed is waited for in the log.
 */
final class LibertyServer implements ApplicationServer {

  private static final String SERVER = "defaultServer";
  private static final String BROKER = "amqp://guest:guest@localhost:5672";
  private static final Duration START_BOUND = Duration.ofMinutes(3);
  private static final Duration STOP_BOUND = Duration.ofSeconds(90);

  private final Setup setup;
  private final Replacements replacements;
  private final Path home;
  private final Path server;
  private final int httpPort = Ports.free();
  private final LibertyLog log;
  private final LibertyConfiguration configuration;
  private final Shell shell;

  /** Null until the first start. */
  private Process process;

  LibertyServer(Setup setup) {
    this.setup = setup;
    this.home = setup.directory().toAbsolutePath().resolve("wlp");
    this.server = home.resolve("usr/servers").resolve(SERVER);
    Directories.delete(setup.directory());
    layOut();
    this.log = new LibertyLog(log());
    this.configuration = new LibertyConfiguration(server, log);
    this.replacements =
        new Replacements(setup.replacements(), Map.of("localhost:8080", "localhost:" + httpPort));
    this.shell =
        new Shell(
            home,
            Map.of(
                "JAVA_HOME", setup.java().toString(),
                "WLP_USER_DIR", home.resolve("usr").toString()));
  }

  @Override
  public ServerKind kind() {
    return ServerKind.LIBERTY;
  }

  @Override
  public Path home() {
    return home;
  }

  @Override
  public URI uri() {
    return URI.create("http://localhost:" + httpPort + "/");
  }

  @Override
  public void start() {
    long from = log.end();
    try {
      process =
          shell.start(
              List.of("bin/server", "run", SERVER), setup.directory().resolve("console.log"));
    } catch (IOException e) {
      throw new ServerException("cannot start " + home, e);
    }
    log.await(from, START_BOUND, Pattern.compile("CWWKF0011I"), this::isRunning);
    configuration.settled();
  }

  @Override
  public void stop() {
    if (isRunning()) {
      commands("bin/server stop " + SERVER + " --timeout=" + STOP_BOUND.toSeconds());
      try {
        if (!process.waitFor(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new ServerException("stopped, but its JVM still runs: " + pid());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServerException("interrupted while the server stops", e);
      }
    }
  }

  @Override
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** The launch script becomes the JVM. */
  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String run(PageBlock block) {
    String text = replacements.in(block.text());
    if (block.file().isEmpty()) {
      return commands(text);
    }
    LibertyConfiguration.write(home.resolve(block.file()), text);
    awaitConfiguration();
    return "";
  }

  @Override
  public String sh(String commands) {
    return commands(replacements.in(commands));
  }

  private String commands(String text) {
    String printed = shell.run(text);
    awaitConfiguration();
    return printed;
  }

  @Override
  public void deploy(Path archive) {
    String file = archive.getFileName().toString();
    if (Files.exists(descriptor(file))) {
      undeploy(file);
    }
    try {
      Files.copy(
          archive, server.resolve("apps").resolve(file), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ServerException("cannot copy " + archive, e);
    }
    LibertyConfiguration.write(
        descriptor(file), LibertyApplication.configuration(archive, replacements.in(BROKER)));
    if (!isRunning()) {
      return;
    }
    try {
      awaitConfiguration();
    } catch (ServerException e) {
      try {
        takeAway(file);
      } catch (ServerException failure) {
        e.addSuppressed(failure);
      }
      throw e;
    }
  }

  @Override
  public void undeploy(String name) {
    long from = log.end();
    takeAway(name);
    if (isRunning() && !name.endsWith(".rar")) {
      Pattern stopped = LibertyConfiguration.stopped(LibertyApplication.name(name));
      log.await(from, STOP_BOUND, stopped, this::isRunning);
    }
  }

  /** Its configuration first: a file that is gone would be an error. */
  private void takeAway(String name) {
    try {
      if (!Files.deleteIfExists(descriptor(name))) {
        throw new ServerException(name + " is not deployed");
      }
      awaitConfiguration();
      Files.deleteIfExists(server.resolve("apps").resolve(name));
    } catch (IOException e) {
      throw new ServerException("cannot undeploy " + name, e);
    }
  }

  @Override
  public Optional<DeliveryControl> deliveryControl() {
    return Optional.of(
        new DeliveryControl() {

          @Override
          public void stop(String archive, String bean) {
            sh("bin/server pause " + SERVER + target(archive, bean));
          }

          @Override
          public void start(String archive, String bean) {
            sh("bin/server resume " + SERVER + target(archive, bean));
          }
        });
  }

  private static String target(String archive, String bean) {
    return " --target='%s#%s#%s'".formatted(LibertyApplication.name(archive), archive, bean);
  }

  @Override
  public Optional<Suspension> suspension() {
    return Optional.of(
        new Suspension() {

          @Override
          public void suspend() {
            sh("bin/server pause " + SERVER);
          }

          @Override
          public void resume() {
            sh("bin/server resume " + SERVER);
          }
        });
  }

  @Override
  public String jndi(String name) {
    return name;
  }

  @Override
  public Path log() {
    return server.resolve("logs/messages.log");
  }

  @Override
  public String managementCommand() {
    return "cd " + home + " && WLP_USER_DIR=" + home.resolve("usr") + " bin/server status";
  }

  @Override
  public void close() {
    try {
      shell.close();
    } finally {
      Directories.delete(server.resolve("workarea"));
    }
  }

  private Path descriptor(String file) {
    return configuration.overrides().resolve("app-" + file + ".xml");
  }

  private void awaitConfiguration() {
    if (isRunning()) {
      configuration.awaitUpdate(this::isRunning);
    }
  }

  private void layOut() {
    try (var entries = Files.list(setup.distribution())) {
      Files.createDirectories(server.resolve("apps"));
      Files.createDirectories(server.resolve("configDropins/overrides"));
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (!entry.getFileName().toString().equals("usr")) {
          Files.createSymbolicLink(
              home.resolve(entry.getFileName()), entry.toAbsolutePath().toRealPath());
        }
      }
      // One log file for the life of the server, so that positions in it keep their meaning.
      Files.writeString(
          server.resolve("bootstrap.properties"),
          "com.ibm.ws.logging.newLogsOnStart=false\ncom.ibm.ws.logging.max.file.size=0\n");
      Files.writeString(
          server.resolve("jvm.options"), String.join("\n", setup.jvmOptions()) + "\n");
      Files.writeString(
          server.resolve("server.xml"),
          """
          <server>
            <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="%d" httpsPort="-1"/>
          </server>
          """
              .formatted(httpPort));
    } catch (IOException | UncheckedIOException e) {
      throw new ServerException("cannot lay out " + home, e);
    }
  }
}
