package io.rabbitra.it.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The server's log file, from where it was when this was made. */
public final class ServerLog {

  private final Path file =
      Path.of(System.getProperty("rabbitra.wildfly.home"), "standalone", "log", "server.log");

  private final long begin;

  public ServerLog() throws IOException {
    begin = Files.size(file);
  }

  /** The lines since then that contain the text. */
  public List<String> linesWith(String text) throws IOException {
    byte[] all = Files.readAllBytes(file);
    String since = new String(all, (int) begin, all.length - (int) begin, StandardCharsets.UTF_8);
    return since.lines().filter(line -> line.contains(text)).toList();
  }
}
