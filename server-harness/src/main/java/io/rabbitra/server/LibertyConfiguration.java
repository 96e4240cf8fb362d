package io.rabbitra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration files of a server, which it reads again by itself when one has changed.
 *
 * <p>Knows the files as the server has last read them, so it can tell what there is to wait for:
 * the update itself, features, adapters and applications that come or go or are restarted.
 */
final class LibertyConfiguration {

  private static final Duration BOUND = Duration.ofMinutes(3);

  private static final Pattern ADAPTER =
      Pattern.compile("<resourceAdapter\\b(?=[^>]*\\blocation=)[^>]*?\\bid=\"(.*?)\"");
  private static final Pattern APPLICATION =
      Pattern.compile("<(?:web|enterprise|ejb)Application\\b[^>]*?\\bid=\"(.*?)\"");

  private static final Pattern UPDATE_BEGUN = Pattern.compile("CWWKG0016I");
  private static final Pattern UPDATED = Pattern.compile("CWWKG0017I|CWWKG0018I");
  private static final Pattern FEATURES_BEGUN = Pattern.compile("CWWKF0007I");
  private static final Pattern FEATURES_DONE = Pattern.compile("CWWKF0008I");

  private final Path server;
  private final LibertyLog log;

  /** The files as they were read. */
  private Map<Path, String> known = Map.of();

  /** Where the log ended when the files were {@link #known}. */
  private long since;

  LibertyConfiguration(Path server, LibertyLog log) {
    this.server = server;
    this.log = log;
  }

  Path overrides() {
    return server.resolve("configDropins/overrides");
  }

  /** Writes a file whole, so that the server never reads a half of it. */
  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Path temporary = Files.createTempFile(file.getParent(), "new-", ".tmp");
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ServerException("cannot write " + file, e);
    }
  }

  /** The server has read the files as they are. */
  void settled() {
    known = files();
    since = log.end();
  }

  /**
   * If files have changed since it was last called, waits until the server has done what is new.
   */
  void awaitUpdate(BooleanSupplier running) {
    Map<Path, String> files = files();
    try {
      if (!files.equals(known)) {
        log.await(since, BOUND, UPDATED, running);
        awaitAsOftenAs(UPDATE_BEGUN, UPDATED, running);
        awaitAsOftenAs(FEATURES_BEGUN, FEATURES_DONE, running);
        awaitAdapters(ids(ADAPTER, known), ids(ADAPTER, files), running);
        awaitApplications(ids(APPLICATION, known), ids(APPLICATION, files), running);
      }
    } finally {
      settled();
    }
  }

  private void awaitAdapters(Set<String> before, Set<String> now, BooleanSupplier running) {
    for (String id : without(now, before)) {
      log.await(since, BOUND, pattern("J2CA7001I: .*", id), running);
    }
    for (String id : without(before, now)) {
      log.await(since, BOUND, pattern("J2CA7009I: .*", id), running);
    }
  }

  /** A restart of an adapter stops and starts the applications that use it. */
  private void awaitApplications(Set<String> before, Set<String> now, BooleanSupplier running) {
    for (String id : without(now, before)) {
      log.await(since, BOUND, started(id), running);
    }
    for (String id : now) {
      awaitAsOftenAs(stopped(id), started(id), running);
    }
  }

  static Pattern started(String application) {
    return pattern("CWWKZ000[13]I: .*", application);
  }

  static Pattern stopped(String application) {
    return pattern("CWWKZ0009I: .*", application);
  }

  private static Pattern pattern(String message, String id) {
    return Pattern.compile(message + " " + Pattern.quote(id) + " ");
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static Set<String> ids(Pattern element, Map<Path, String> files) {
    Set<String> ids = new TreeSet<>();
    files
        .values()
        .forEach(text -> element.matcher(text).results().forEach(found -> ids.add(found.group(1))));
    return ids;
  }

  private void awaitAsOftenAs(Pattern begun, Pattern done, BooleanSupplier running) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (count(begun) > count(done)) {
      log.failIfFailed(since, done);
      if (!running.getAsBoolean() || System.nanoTime() > deadline) {
        throw new ServerException(begun + " without " + done + ":\n" + log.since(since));
      }
      LibertyLog.pause();
    }
  }

  private long count(Pattern pattern) {
    return pattern.matcher(log.since(since)).results().count();
  }

  private Map<Path, String> files() {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> dropins = Files.walk(server.resolve("configDropins"));
        Stream<Path> top = Files.list(server)) {
      for (Path file : (Iterable<Path>) Stream.concat(dropins, top)::iterator) {
        if (file.toString().endsWith(".xml")) {
          files.put(file, Files.readString(file));
        }
      }
    } catch (IOException e) {
      throw new ServerException("cannot read the configuration of " + server, e);
    }
    return files;
  }
}
