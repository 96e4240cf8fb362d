package io.rabbitra.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends a server when this Java process ends without having closed it, however it ends.
 *
 * <p>A shell waits for the end of a pipe whose other end only this process holds. The operating
 * system closes the pipe also after {@code kill -9}, when no shutdown hook runs.
 *
 * <p>Not thread-safe: to be used by the thread that owns the server.
 */
public final class ProcessGuard implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(20);

  // $1 is the HOME of all processes of the server and of no other. Where there is no /proc, only
  // the process that started the server and its group's children are known.
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      server=
      while read -r line; do server=$line; done
      [ -n "$server" ] && [ ! -d /proc/1 ] && pkill -9 -P "$server" 2>/dev/null
      for i in 1 2 3 4 5; do
        for file in $(grep -lsF "HOME=$1" /proc/[0-9]*/environ 2>/dev/null); do
          pid=${file#/proc/}; kill -9 "${pid%/environ}" 2>/dev/null
        done
        rm -rf "$1" 2>/dev/null && [ ! -e "$1" ] && [ "$i" -gt 1 ] && break
        sleep 0.3
      done
      """;

  private final Path home;
  private final Process shell;

  /**
   * @param home the directory that every process to guard has as environment variable {@code HOME},
   *     and no other process; it is deleted with them
   * @throws BrokerException if the guard cannot be started
   */
  public ProcessGuard(Path home) {
    this.home = home;
    try {
      shell =
          new ProcessBuilder(List.of("/bin/sh", "-c", SCRIPT, "sh", home.toString()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new BrokerException("cannot start the guard of " + home, e);
    }
  }

  /**
   * Tells which process started the server, for systems without {@code /proc}.
   *
   * @throws BrokerException if somebody has ended the guard
   */
  public void watch(Process server) {
    try {
      shell.getOutputStream().write((server.pid() + "\n").getBytes(StandardCharsets.US_ASCII));
      shell.getOutputStream().flush();
    } catch (IOException e) {
      throw new BrokerException("the guard of " + home + " is dead", e);
    }
  }

  /**
   * Lets the guard do now what it does when this Java process ends: kill what is left of the server
   * and delete its home.
   *
   * @throws BrokerException if that takes longer than 20 seconds
   */
  public void endServer() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BrokerException("the server of " + home + " did not end within " + BOUND);
      }
    } catch (IOException e) {
      throw new BrokerException("the guard of " + home + " is dead", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while ending the server of " + home, e);
    }
  }

  /** Ends the guard; to be called when the server is gone. */
  @Override
  public void close() {
    shell.destroyForcibly();
    try {
      shell.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while ending the guard of " + home, e);
    }
  }
}
