package io.rabbitra.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What TomEE prints: the only thing that tells when a deployment ended, and how. Positions are
 * bytes from the begin of the file.
 */
final class TomeeLog {

  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final long INTERVAL_MILLIS = 100;
  private static final int QUIET_ROUNDS = 7;

  private final Path file;
  private final BooleanSupplier running;

  /**
   * @param running whether the server runs, without which nothing is waited for
   */
  TomeeLog(Path file, BooleanSupplier running) {
    this.file = file;
    this.running = running;
  }

  Path file() {
    return file;
  }

  /** Keeps what an earlier start has printed under another name. */
  void rotate() throws IOException {
    if (Files.exists(file)) {
      Path kept = file.resolveSibling("catalina.1.out");
      for (int i = 2; Files.exists(kept); i++) {
        kept = file.resolveSibling("catalina." + i + ".out");
      }
      Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  long size() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new ServerException("cannot read " + file, e);
    }
  }

  /** Waits until the text is printed after the position. */
  void await(long begin, String text) {
    until("\"" + text + "\"", begin, () -> since(begin).contains(text));
  }

  /**
   * Waits for the end of a deployment.
   *
   * @throws ServerException if it failed, with what was printed about it
   */
  void awaitDeployment(long begin, Path archive) {
    boolean war = archive.toString().endsWith(".war");
    String ended =
        war
            ? "Deployment of web application archive [" + archive + "] has finished"
            : "Deployed Application(path=" + archive + ")";
    String failed = war ? "Error deploying web application archive" : "Error deploying application";
    until(
        "the deployment of " + archive,
        begin,
        () -> {
          String printed = since(begin);
          return printed.contains(ended) || (!war && printed.contains(failed + " " + archive));
        });
    String printed = since(begin);
    if (printed.contains(failed) || printed.contains("startup failed due to previous errors")) {
      throw new ServerException("TomEE refused " + archive + ":\n" + problems(printed));
    }
  }

  /** Waits until an archive that is deleted is undeployed. */
  void awaitUndeployment(long begin, Path archive, Path unpacked) {
    if (archive.toString().endsWith(".war")) {
      until(
          "the undeployment of " + archive,
          begin,
          () -> since(begin).contains("Undeploying context [") && !Files.exists(unpacked));
      return;
    }
    await(begin, "Undeploying app: " + archive);
    awaitQuiet();
  }

  /** TomEE says when it begins to undeploy an ear or a rar, and not when it has. */
  private void awaitQuiet() {
    long[] last = {size(), 0};
    until(
        "an end of what is printed",
        last[0],
        () -> {
          long now = size();
          last[1] = now == last[0] ? last[1] + 1 : 0;
          last[0] = now;
          return last[1] >= QUIET_ROUNDS;
        });
  }

  private String since(long begin) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.max(0, in.length() - begin)];
      in.seek(begin);
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ServerException("cannot read " + file, e);
    }
  }

  /** The web container starts even if TomEE's own part has failed. */
  void requireStarted() {
    String printed = since(0);
    if (printed.contains("OpenEJB has encountered a fatal error")) {
      throw new ServerException("TomEE did not start:\n" + problems(printed));
    }
  }

  /** Errors and their causes, without stack traces. */
  private static String problems(String printed) {
    return printed
        .lines()
        .filter(line -> !line.strip().startsWith("at ") && !line.strip().startsWith("... "))
        .filter(line -> !line.contains(" INFO ") && !line.contains(" WARNING "))
        .collect(Collectors.joining("\n"));
  }

  private void until(String what, long begin, BooleanSupplier condition) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!condition.getAsBoolean()) {
      if (!running.getAsBoolean()) {
        throw new ServerException("TomEE ended:\n" + problems(since(begin)));
      }
      if (System.nanoTime() > deadline) {
        throw new ServerException(
            what + " did not come within " + BOUND + ":\n" + problems(since(begin)));
      }
      try {
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServerException("interrupted while waiting for " + what, e);
      }
    }
  }
}
