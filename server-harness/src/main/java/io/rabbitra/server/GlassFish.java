package io.rabbitra.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * GlassFish, and Payara Server, which has the same commands. Blocks are shell commands that call
 * {@code bin/asadmin}, which finds the server by {@code AS_ADMIN_PORT}.
 */
final class GlassFish implements ApplicationServer {

  private static final String DOMAIN = "domain1";

  /** Within which a domain starts or stops, on a machine that is busy; else it is a minute. */
  private static final String BOUND_MILLIS = "200000";

  private static final Duration LOAD_BOUND = Duration.ofMinutes(2);
  private static final Duration END_BOUND = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 100;

  private final ServerKind kind;
  private final GlassFishPorts ports;
  private final GlassFishHome home;
  private final CommandedProcess process;
  private final Replacements replacements;
  private final Shell shell;

  GlassFish(ServerKind kind, Setup setup) {
    this.kind = kind;
    this.ports = GlassFishPorts.free();
    this.home = new GlassFishHome(setup, ports);
    this.process = new CommandedProcess(home.domain().resolve("config/pid"));
    this.replacements =
        new Replacements(
            setup.replacements(), Map.of("localhost:8080", "127.0.0.1:" + ports.http()));
    this.shell =
        new Shell(
            home.path(),
            Map.of(
                "JAVA_HOME", setup.java().toString(),
                "AS_JAVA", setup.java().toString(),
                "AS_ADMIN_PORT", Integer.toString(ports.admin()),
                "AS_START_TIMEOUT", BOUND_MILLIS,
                "AS_STOP_TIMEOUT", BOUND_MILLIS));
  }

  @Override
  public ServerKind kind() {
    return kind;
  }

  @Override
  public Path home() {
    return home.path();
  }

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:" + ports.http() + "/");
  }

  /** {@code start-domain} returns when the domain is ready, and fails if it does not start. */
  @Override
  public void start() {
    LoadingApplications applications =
        new LoadingApplications(home.domain().resolve("config/domain.xml"), home.log());
    asadmin("start-domain " + DOMAIN);
    long start = System.nanoTime();
    while (!applications.left().isEmpty()) {
      if (System.nanoTime() - start > LOAD_BOUND.toNanos()) {
        throw new ServerException(
            kind.title()
                + " has not loaded "
                + applications.left()
                + " within "
                + LOAD_BOUND
                + "; see "
                + log());
      }
      pause();
    }
  }

  @Override
  public void stop() {
    if (isRunning()) {
      asadmin("stop-domain " + DOMAIN);
      if (!process.awaitEnd(END_BOUND)) {
        throw new ServerException("stopped, but its JVM still runs: " + pid());
      }
    }
  }

  @Override
  public boolean isRunning() {
    return process.isRunning();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String run(PageBlock block) {
    String text = replacements.in(block.text());
    if (!block.file().isEmpty()) {
      write(home.path().resolve(block.file()), text);
      return "";
    }
    if (!block.language().equals("sh")) {
      throw new ServerException(
          "block " + block.name() + ": cannot run " + block.language() + ", only sh");
    }
    return commands(text);
  }

  @Override
  public String sh(String commands) {
    return commands(replacements.in(commands));
  }

  @Override
  public void deploy(Path archive) {
    String name = withoutExtension(archive.getFileName().toString());
    String contextRoot = archive.toString().endsWith(".war") ? " --contextroot '" + name + "'" : "";
    asadmin(
        "deploy --force=true --name '"
            + name
            + "'"
            + contextRoot
            + " '"
            + archive.toAbsolutePath()
            + "'");
  }

  /** An adapter is undeployed with its pools and resources, without which it would be refused. */
  @Override
  public void undeploy(String name) {
    asadmin(
        "undeploy"
            + (name.endsWith(".rar") ? " --cascade=true" : "")
            + " '"
            + withoutExtension(name)
            + "'");
  }

  /** A single bean cannot be stopped, only its application. */
  @Override
  public Optional<DeliveryControl> deliveryControl() {
    return Optional.of(
        new DeliveryControl() {
          @Override
          public void stop(String archive, String bean) {
            asadmin("disable '" + withoutExtension(archive) + "'");
          }

          @Override
          public void start(String archive, String bean) {
            asadmin("enable '" + withoutExtension(archive) + "'");
          }
        });
  }

  /** See the page: "Marking Tx for rollback because container … is undeployed". */
  @Override
  public boolean rollsBackWhenBeansStop() {
    return true;
  }

  @Override
  public String jndi(String name) {
    return name;
  }

  @Override
  public Path log() {
    return home.log();
  }

  @Override
  public String managementCommand() {
    return home.asadmin() + " --port " + ports.admin();
  }

  @Override
  public void close() {
    try {
      process.destroy();
      // The guard kills what is left.
      process.awaitEnd(END_BOUND);
    } finally {
      closeShell();
    }
  }

  private String asadmin(String arguments) {
    return commands("bin/asadmin " + arguments);
  }

  private String commands(String text) {
    return process.during(() -> shell.run(text));
  }

  private void closeShell() {
    try {
      shell.close();
    } finally {
      home.clean();
    }
  }

  private static String withoutExtension(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot < 0 ? fileName : fileName.substring(0, dot);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new ServerException("cannot write " + file, e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while applications are loaded", e);
    }
  }
}
