package io.rabbitra.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Ends a node when this Java process ends without having closed it, however it ends.
 *
 * <p>A shell waits for the end of a pipe whose other end only this process holds. The operating
 * system closes the pipe also after {@code kill -9}, when no shutdown hook runs.
 */
final class NodeGuard implements AutoCloseable {

  // $1 is the node's directory, which is the HOME of all its processes and of no other. Where there
  // is no /proc, only the process that started the node and its group's children are known.
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      node=
      while read -r line; do node=$line; done
      [ -n "$node" ] && [ ! -d /proc/1 ] && pkill -9 -P "$node" 2>/dev/null
      for i in 1 2 3 4 5; do
        for file in $(grep -lsF "HOME=$1" /proc/[0-9]*/environ 2>/dev/null); do
          pid=${file#/proc/}; kill -9 "${pid%/environ}" 2>/dev/null
        done
        rm -rf "$1" 2>/dev/null && [ ! -e "$1" ] && [ "$i" -gt 1 ] && break
        sleep 0.3
      done
      """;

  private final Process shell;

  NodeGuard(Path directory) {
    try {
      shell =
          new ProcessBuilder(List.of("/bin/sh", "-c", SCRIPT, "sh", directory.toString()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new BrokerException("cannot start the guard of " + directory, e);
    }
  }

  /** Tells which process started the node, for systems without {@code /proc}. */
  void watch(Process node) {
    try {
      shell.getOutputStream().write((node.pid() + "\n").getBytes(StandardCharsets.US_ASCII));
      shell.getOutputStream().flush();
    } catch (IOException e) {
      throw new BrokerException("the guard of a node is dead", e);
    }
  }

  /** Ends the guard; to be called when the node is gone. */
  @Override
  public void close() {
    shell.destroyForcibly();
    try {
      shell.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while ending the guard of a node", e);
    }
  }
}
