package io.rabbitra.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** {@code messages.log}, which is only ever appended to. */
final class LibertyLog {

  private static final long POLL_MILLIS = 100;
  private static final int SHOWN = 6_000;

  /** What makes a wait pointless: an application or an adapter that failed, wrong configuration. */
  private static final Pattern FAILURE =
      Pattern.compile(
          "(CWWKZ0002E|CWWKZ0004E|CWWKZ0012E|CWWKZ0014W|J2CA7002E|CWWKG0014E|CWWKF0001E)");

  private final Path file;

  LibertyLog(Path file) {
    this.file = file;
  }

  /** A position: what follows is not written yet. */
  long end() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new ServerException("cannot read " + file, e);
    }
  }

  /** What has been written after the position. */
  String since(long from) {
    if (!Files.exists(file)) {
      return "";
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.max(0, log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ServerException("cannot read " + file, e);
    }
  }

  /**
   * Waits until something is written after the position.
   *
   * @throws ServerException if the server says that it failed, ends, or does not write it in time,
   *     with the last lines
   */
  void await(long from, Duration bound, Pattern expected, BooleanSupplier running) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (true) {
      boolean alive = running.getAsBoolean();
      String text = since(from);
      if (expected.matcher(text).find()) {
        return;
      }
      failIfFailed(from, expected);
      if (!alive || System.nanoTime() > deadline) {
        throw new ServerException(
            (alive ? "not within " + bound : "ended without")
                + ": "
                + expected
                + " in "
                + file
                + "\n"
                + last(text));
      }
      pause();
    }
  }

  /**
   * @throws ServerException if the server says after the position that it failed
   */
  void failIfFailed(long from, Pattern expected) {
    String text = since(from);
    if (FAILURE.matcher(text).find()) {
      throw new ServerException("instead of " + expected + ":\n" + last(text));
    }
  }

  static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while the server works", e);
    }
  }

  private static String last(String text) {
    return text.length() <= SHOWN ? text : text.substring(text.length() - SHOWN);
  }
}
