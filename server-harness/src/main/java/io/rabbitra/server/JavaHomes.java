package io.rabbitra.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a JDK for a server. The first of these that fits is taken:
 *
 * <ol>
 *   <li>the home that the system property {@code rabbitra.java.<version>} names, such as {@code
 *       -Drabbitra.java.21=/opt/jdk-21};
 *   <li>the JDK that this process runs on;
 *   <li>the home that an environment variable {@code JAVA_HOME_<version>_<architecture>} names;
 *   <li>the lowest version in the directories in which systems and their tools install JDKs.
 * </ol>
 */
public final class JavaHomes {

  private static final String PROPERTY = "rabbitra.java.";
  private static final Pattern VARIABLE = Pattern.compile("JAVA_HOME_(\\d+)(_\\w+)?");
  private static final Pattern RELEASE = Pattern.compile("JAVA_VERSION=\"(\\d+)[^\"]*\"");

  private final Properties properties;
  private final Map<String, String> environment;
  private final List<Path> directories;

  /**
   * @param directories whose entries, or {@code Contents/Home} in them, are homes
   */
  JavaHomes(Properties properties, Map<String, String> environment, List<Path> directories) {
    this.properties = properties;
    this.environment = environment;
    this.directories = directories;
  }

  /** Those of this machine. */
  public static JavaHomes ofThisMachine() {
    Path user = Path.of(System.getProperty("user.home"));
    return new JavaHomes(
        System.getProperties(),
        System.getenv(),
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/usr/java"),
            Path.of("/opt/java"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            user.resolve("Library/Java/JavaVirtualMachines"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks")));
  }

  /**
   * The home of a JDK that the server runs on.
   *
   * @throws ServerException if there is none; the message says what to set
   */
  public Path find(ServerKind kind) {
    JavaVersions versions = kind.javaVersions();
    return named(versions)
        .or(() -> running(versions))
        .or(() -> inEnvironment(versions))
        .or(() -> installed(versions))
        .orElseThrow(
            () ->
                new ServerException(
                    "%s needs Java %s, this is Java %s, and no other was found in %s: install one, or name it by -D%s%d=<its directory>"
                        .formatted(
                            kind.title(),
                            versions,
                            properties.getProperty("java.specification.version"),
                            directories,
                            PROPERTY,
                            versions.lowest())));
  }

  private Optional<Path> named(JavaVersions versions) {
    return properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith(PROPERTY))
        .sorted()
        .filter(name -> versions.contains(version(name)))
        .map(this::named)
        .findFirst();
  }

  private static int version(String property) {
    try {
      return Integer.parseInt(property.substring(PROPERTY.length()));
    } catch (NumberFormatException e) {
      throw new ServerException(
          property + ": allowed is a Java version after " + PROPERTY + ", such as 21", e);
    }
  }

  private Path named(String property) {
    Path home = Path.of(properties.getProperty(property));
    if (!isHome(home)) {
      throw new ServerException(property + " = " + home + ": allowed is the directory of a JDK");
    }
    return home;
  }

  private Optional<Path> running(JavaVersions versions) {
    int version = Integer.parseInt(properties.getProperty("java.specification.version"));
    return versions.contains(version)
        ? Optional.of(Path.of(properties.getProperty("java.home")))
        : Optional.empty();
  }

  private Optional<Path> inEnvironment(JavaVersions versions) {
    return environment.entrySet().stream()
        .filter(
            variable -> {
              Matcher matcher = VARIABLE.matcher(variable.getKey());
              return matcher.matches() && versions.contains(Integer.parseInt(matcher.group(1)));
            })
        .sorted(Map.Entry.comparingByKey())
        .map(variable -> Path.of(variable.getValue()))
        .filter(JavaHomes::isHome)
        .findFirst();
  }

  private Optional<Path> installed(JavaVersions versions) {
    return directories.stream()
        .flatMap(JavaHomes::entries)
        .flatMap(entry -> Stream.of(entry, entry.resolve("Contents/Home")))
        .filter(JavaHomes::isHome)
        .filter(home -> versions.contains(release(home)))
        .min(Comparator.comparingInt(JavaHomes::release).thenComparing(Path::toString));
  }

  private static Stream<Path> entries(Path directory) {
    List<Path> entries = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        stream.forEach(entries::add);
      } catch (IOException e) {
        throw new ServerException("cannot read " + directory, e);
      }
    }
    return entries.stream();
  }

  private static boolean isHome(Path home) {
    return Files.isExecutable(home.resolve("bin/javac"))
        && Files.isExecutable(home.resolve("bin/java"));
  }

  /** The version of a JDK by its own account, 0 if it gives none. */
  private static int release(Path home) {
    Path file = home.resolve("release");
    if (!Files.isRegularFile(file)) {
      return 0;
    }
    try {
      Matcher matcher = RELEASE.matcher(Files.readString(file));
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    } catch (IOException e) {
      throw new ServerException("cannot read " + file, e);
    }
  }
}
