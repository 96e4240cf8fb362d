package io.rabbitra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The process of a server that is started, and perhaps stopped and restarted, by commands, and that
 * writes its id into a file. The file is believed only right after a command: one that a killed
 * server has left may name a stranger by now.
 *
 * <p>To be used by one thread at a time.
 */
final class CommandedProcess {

  private final Path pidFile;

  /** The last one that was seen; null before the first. */
  private ProcessHandle process;

  CommandedProcess(Path pidFile) {
    this.pidFile = pidFile;
  }

  /**
   * Runs commands and looks which process they have left.
   *
   * @return what they printed
   */
  String during(Supplier<String> commands) {
    if (!isRunning()) {
      deleteStale();
    }
    try {
      return commands.get();
    } finally {
      look();
    }
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /**
   * @throws ServerException if it does not run
   */
  long pid() {
    if (!isRunning()) {
      throw new ServerException("no server runs that writes " + pidFile);
    }
    return process.pid();
  }

  /** Ends it; does nothing if it does not run. */
  void destroy() {
    if (isRunning()) {
      process.destroy();
    }
  }

  /** Returns whether it has ended, at the latest after the time. */
  boolean awaitEnd(Duration bound) {
    if (!isRunning()) {
      return true;
    }
    try {
      process.onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while a server ends", e);
    } catch (ExecutionException e) {
      throw new CompletionException(e);
    }
  }

  private void look() {
    if (!isRunning()) {
      // A server that was stopped may have left its own.
      written()
          .filter(pid -> process == null || pid != process.pid())
          .flatMap(ProcessHandle::of)
          .ifPresent(found -> process = found);
    }
  }

  /** Empty if nobody has written it, or not to the end. */
  private Optional<Long> written() {
    try {
      return Optional.of(Long.valueOf(Files.readString(pidFile).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void deleteStale() {
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new ServerException("cannot delete " + pidFile, e);
    }
  }
}
