package io.rabbitra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomesTest {

  @TempDir private Path directory;
  private final Properties properties = new Properties();
  private Path running;

  @BeforeEach
  void runOn17() throws IOException {
    running = jdk("running", "17.0.15");
    properties.setProperty("java.specification.version", "17");
    properties.setProperty("java.home", running.toString());
  }

  @Test
  void runningJdkIsTakenWhereItFits() throws IOException {
    jdk("installed/17", "17.0.1");
    assertThat(homes(Map.of()).find(ServerKind.WILDFLY)).isEqualTo(running);
  }

  @Test
  void namedJdkWinsOverTheRunningOne() throws IOException {
    Path named = jdk("named", "25");
    properties.setProperty("rabbitra.java.25", named.toString());
    assertThat(homes(Map.of()).find(ServerKind.WILDFLY)).isEqualTo(named);
    assertThat(homes(Map.of()).find(ServerKind.TOMEE)).isEqualTo(running);
  }

  @Test
  void variableNamesAnotherVersion() throws IOException {
    Path other = jdk("other", "21.0.2");
    Map<String, String> environment =
        Map.of("JAVA_HOME_17_X64", running.toString(), "JAVA_HOME_21_X64", other.toString());
    assertThat(homes(environment).find(ServerKind.GLASSFISH8)).isEqualTo(other);
  }

  @Test
  void lowestInstalledVersionThatFitsIsFound() throws IOException {
    jdk("installed/a-25", "25.0.3");
    jdk("installed/b-17", "17.0.15");
    Path lowest = jdk("installed/c-21/Contents/Home", "21.0.4");
    Files.createDirectories(directory.resolve("installed/no-jdk"));
    assertThat(homes(Map.of()).find(ServerKind.GLASSFISH8)).isEqualTo(lowest);
  }

  @Test
  void errorSaysWhatToSet() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> homes(Map.of()).find(ServerKind.GLASSFISH8))
        .withMessageStartingWith("GlassFish 8 needs Java 21 or later, this is Java 17")
        .withMessageEndingWith("-Drabbitra.java.21=<its directory>");
  }

  @Test
  void namedDirectoryMustBeAJdk() {
    properties.setProperty("rabbitra.java.21", "/nowhere");
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> homes(Map.of()).find(ServerKind.GLASSFISH8))
        .withMessage("rabbitra.java.21 = /nowhere: allowed is the directory of a JDK");
  }

  private JavaHomes homes(Map<String, String> environment) {
    return new JavaHomes(
        properties,
        environment,
        List.of(directory.resolve("installed"), directory.resolve("missing")));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    for (String tool : List.of("java", "javac")) {
      Files.createFile(
          home.resolve("bin").resolve(tool),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
