package io.rabbitra.server;

import io.rabbitra.harness.ProcessGuard;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands for one server, in its directory and with its environment. No process that it
 * starts outlives this Java process, nor {@link #close}: all have the same {@code HOME}, which the
 * guard looks for.
 *
 * <p>To be used by one thread at a time.
 */
final class Shell implements AutoCloseable {

  private static final Duration BOUND = Duration.ofMinutes(4);

  private final Path directory;
  private final Map<String, String> environment;
  private final Path home;
  private final ProcessGuard guard;

  /**
   * @param directory where commands run
   * @param environment in addition to this process's, of which the settings of servers are left out
   */
  Shell(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = new HashMap<>(environment);
    try {
      home = Files.createTempDirectory("rabbitra-server-");
    } catch (IOException e) {
      throw new ServerException("cannot make a home directory", e);
    }
    this.guard = new ProcessGuard(home);
  }

  /** A directory for files of the server's tools, deleted at the end. */
  Path home() {
    return home;
  }

  /**
   * Runs the commands until the first that fails.
   *
   * @return what they printed
   * @throws ServerException if one failed, with what they printed
   */
  String run(String commands) {
    Path output = home.resolve("output.txt");
    try {
      Process process = start(List.of("/bin/sh", "-e", "-c", commands), output);
      if (!process.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new ServerException(
            "not ended within " + BOUND + ":\n" + commands + "\n" + Files.readString(output));
      }
      String printed = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new ServerException("failed:\n" + commands + "\n" + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new ServerException("cannot run " + commands, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted in " + commands, e);
    }
  }

  /** Starts a process that goes on; its output replaces the file. */
  Process start(List<String> command, Path output) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("JBOSS_")
                    || name.startsWith("WLP_")
                    || name.startsWith("CATALINA_")
                    || name.startsWith("AS_")
                    || name.startsWith("MAVEN_")
                    || name.equals("JAVA_OPTS")
                    || name.equals("JVM_ARGS"));
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(environment);
    builder.directory(directory.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
    Process process = builder.start();
    guard.watch(process);
    return process;
  }

  /** Kills what is left of the server and deletes {@link #home}. */
  @Override
  public void close() {
    guard.endServer();
  }
}
