package io.rabbitra.harness;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a short-lived program to its end, with a bound and without threads of its own. */
final class Command {

  private Command() {}

  /**
   * Runs the program with the variables added to the environment.
   *
   * @return its standard output
   * @throws BrokerException if it cannot be started, fails, or takes longer than the bound
   */
  static String run(List<String> command, Map<String, String> environment, Duration bound) {
    try {
      Path out = Files.createTempFile("rabbitra-command", ".out");
      Path err = Files.createTempFile("rabbitra-command", ".err");
      try {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(nothing()));
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        Process process = builder.start();
        boolean ended = await(process, bound);
        String output = read(out);
        if (!ended || process.exitValue() != 0) {
          String how =
              ended ? "ended with code " + process.exitValue() : "took longer than " + bound;
          throw new BrokerException(
              String.join(" ", command) + " " + how + ":\n" + output + read(err));
        }
        return output;
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new BrokerException("cannot run " + String.join(" ", command), e);
    }
  }

  private static boolean await(Process process, Duration bound) {
    boolean ended = false;
    try {
      ended = process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while a command was running", e);
    } finally {
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
    return ended;
  }

  private static File nothing() {
    return new File("/dev/null");
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
