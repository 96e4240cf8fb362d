package io.rabbitra.server;

import io.rabbitra.harness.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * TomEE, started by {@code catalina.sh run}; home is a copy of the distribution. Every kind of
 * archive is deployed by copying it into {@code webapps}, which TomEE looks at each second here.
 */
final class TomeeServer implements ApplicationServer {

  private static final String START = "bin/startup.sh";
  private static final String STOP = "bin/shutdown.sh";
  private static final Duration STOP_BOUND = Duration.ofMinutes(1);

  private final Setup setup;
  private final Path home;
  private final int httpPort = Ports.free();
  private final int shutdownPort = Ports.free();
  private final Replacements replacements;
  private final TomeeLog log;
  private final Shell shell;

  /** The last one that was started; null before. */
  private Process process;

  TomeeServer(Setup setup) {
    this.setup = setup;
    this.home = setup.directory();
    Directories.delete(home);
    Directories.copy(setup.distribution(), home);
    for (String demo : List.of("docs", "manager", "host-manager")) {
      Directories.delete(home.resolve("webapps").resolve(demo));
    }
    this.log = new TomeeLog(home.resolve("logs/catalina.out"), this::isRunning);
    this.replacements =
        new Replacements(setup.replacements(), Map.of("localhost:8080", "127.0.0.1:" + httpPort));
    usePorts();
    this.shell =
        new Shell(
            home,
            Map.of(
                "JAVA_HOME", setup.java().toString(),
                "CATALINA_HOME", home.toString(),
                "CATALINA_BASE", home.toString(),
                "CATALINA_OPTS", String.join(" ", setup.jvmOptions())));
  }

  @Override
  public ServerKind kind() {
    return ServerKind.TOMEE;
  }

  @Override
  public Path home() {
    return home;
  }

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:" + httpPort + "/");
  }

  @Override
  public void start() {
    if (isRunning()) {
      throw new ServerException("TomEE runs already");
    }
    try {
      log.rotate();
      process = shell.start(List.of("/bin/sh", "bin/catalina.sh", "run"), log.file());
    } catch (IOException e) {
      throw new ServerException("cannot start TomEE in " + home, e);
    }
    log.await(0, "Server startup in [");
    log.requireStarted();
  }

  @Override
  public void stop() {
    if (!isRunning()) {
      return;
    }
    shell.run("/bin/sh bin/catalina.sh stop");
    if (!ended(STOP_BOUND)) {
      throw new ServerException("TomEE did not stop within " + STOP_BOUND + "; see " + log());
    }
  }

  @Override
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** The script replaces itself by the JVM. */
  @Override
  public long pid() {
    if (!isRunning()) {
      throw new ServerException("TomEE does not run");
    }
    return process.pid();
  }

  @Override
  public String run(PageBlock block) {
    String text = replacements.in(block.text());
    if (block.file().isEmpty()) {
      return commands(text);
    }
    try {
      Path file = home.resolve(block.file());
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return "";
    } catch (IOException e) {
      throw new ServerException("cannot write " + block.file(), e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Lines that start and stop the server are done by {@link #start} and {@link #stop}, for its
   * process has to be this one's child.
   */
  @Override
  public String sh(String commands) {
    return commands(replacements.in(commands));
  }

  private String commands(String text) {
    StringBuilder printed = new StringBuilder();
    StringBuilder pending = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.equals(START) || line.equals(STOP)) {
        printed.append(runPending(pending));
        if (line.equals(START)) {
          start();
        } else {
          stop();
        }
      } else {
        pending.append(line).append('\n');
      }
    }
    return printed.append(runPending(pending)).toString();
  }

  private String runPending(StringBuilder commands) {
    String text = commands.toString();
    commands.setLength(0);
    return text.isBlank() ? "" : shell.run(text);
  }

  @Override
  public void deploy(Path archive) {
    String file = archive.getFileName().toString();
    Path target = webapps().resolve(file);
    try {
      long begin = log.size();
      // TomEE must not see a part of it.
      Path copy = Files.copy(archive, home.resolve("temp").resolve(file));
      Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
      Files.move(copy, target, StandardCopyOption.REPLACE_EXISTING);
      try {
        log.awaitDeployment(begin, target);
      } catch (ServerException e) {
        // It would be deployed with the next start.
        Files.deleteIfExists(target);
        throw e;
      }
    } catch (IOException e) {
      throw new ServerException("cannot copy " + archive + " to " + target, e);
    }
  }

  @Override
  public void undeploy(String name) {
    Path archive = webapps().resolve(name);
    Path unpacked = webapps().resolve(name.substring(0, name.lastIndexOf('.')));
    long begin = log.size();
    try {
      Files.delete(archive);
    } catch (IOException e) {
      throw new ServerException("cannot delete " + archive, e);
    }
    if (!name.endsWith(".war")) {
      // Else TomEE takes the directory for another application.
      Directories.delete(unpacked);
    }
    log.awaitUndeployment(begin, archive, unpacked);
  }

  @Override
  public Optional<DeliveryControl> deliveryControl() {
    return Optional.of(new TomeeDelivery(this::pid));
  }

  /** TomEE looks for the containers of an ear's beans before it makes those of its adapters. */
  @Override
  public boolean supportsAdapterInEar() {
    return false;
  }

  /** TomEE compares it with the ids of resources only. */
  @Override
  public boolean injectsContextsByLookup() {
    return false;
  }

  @Override
  public String jndi(String name) {
    return "openejb:Resource/" + name;
  }

  @Override
  public Path log() {
    return log.file();
  }

  @Override
  public String managementCommand() {
    return setup.java().resolve("bin/jconsole") + " " + (isRunning() ? pid() : "<pid>");
  }

  @Override
  public void close() {
    try {
      if (isRunning()) {
        process.destroy();
        ended(STOP_BOUND);
      }
    } finally {
      closeShell();
    }
  }

  private void closeShell() {
    try {
      shell.close();
    } finally {
      for (String part : List.of("bin", "lib", "apps", "webapps", "work", "temp")) {
        Directories.delete(home.resolve(part));
      }
    }
  }

  private Path webapps() {
    return home.resolve("webapps");
  }

  private boolean ended(Duration bound) {
    try {
      return process == null || process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while TomEE ends", e);
    }
  }

  private void usePorts() {
    Path file = home.resolve("conf/server.xml");
    try {
      String original = Files.readString(file);
      String changed =
          original
              .replace("<Server port=\"8005\"", "<Server port=\"" + shutdownPort + "\"")
              .replace(
                  "<Connector port=\"8080\" protocol=\"HTTP/1.1\"",
                  "<Connector address=\"127.0.0.1\" port=\""
                      + httpPort
                      + "\" protocol=\"HTTP/1.1\"")
              .replace(
                  "<Engine name=\"Catalina\"",
                  "<Engine backgroundProcessorDelay=\"1\" name=\"Catalina\"");
      Files.writeString(file, changed);
    } catch (IOException e) {
      throw new ServerException("cannot change " + file, e);
    }
  }
}
