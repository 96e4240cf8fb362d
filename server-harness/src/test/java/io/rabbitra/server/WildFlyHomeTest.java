package io.rabbitra.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WildFlyHomeTest {

  private static final WildFlyPorts PORTS = new WildFlyPorts(7000);

  @TempDir private Path directory;
  private Path distribution;

  @BeforeEach
  void makeDistribution() throws IOException {
    distribution = directory.resolve("wildfly-39");
    for (String name : List.of("modules", "welcome-content", "bin", "standalone/deployments")) {
      Files.createDirectories(distribution.resolve(name));
    }
    Files.writeString(distribution.resolve("jboss-modules.jar"), "jar");
    Files.writeString(
        distribution.resolve("bin/standalone.conf"), "JAVA_OPTS=\"-Xms64m -Xmx512m\"\n");
    Files.writeString(
        distribution.resolve("bin/jboss-cli.xml"),
        """
        <jboss-cli>
          <default-controller>
            <host>localhost</host>
            <port>9990</port>
          </default-controller>
          <resolve-parameter-values>false</resolve-parameter-values>
          <silent>false</silent>
        </jboss-cli>
        """);
  }

  @Test
  void scriptsFindThePortsOfThisServer() throws IOException {
    WildFlyHome home = home(List.of());
    assertThat(Files.readString(home.script("jboss-cli.xml")))
        .contains("<host>127.0.0.1</host><port>16990</port>", "<silent>");
    assertThat(Files.readString(distribution.resolve("bin/jboss-cli.xml"))).contains("9990");
  }

  @Test
  void jvmOptionsReachTheServerAsTheyAre() throws Exception {
    String option = "-Dio.rabbitra.uri=amqp://u:p$1'\"\\x@h?a=1&b=2 c";
    WildFlyHome home = home(List.of("-Xmx768m", option));
    // as standalone.sh does
    Process shell =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                ". \"$1\"; eval printf '%s\\\\n' $JAVA_OPTS",
                "sh",
                home.script("standalone.conf").toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(shell.getInputStream().readAllBytes());
    assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(printed.lines())
        .contains("-Djboss.socket.binding.port-offset=7000")
        .endsWith("-Xmx768m", option);
  }

  @Test
  void aServerLaidOutAnewKnowsNothingOfTheOneBefore() throws IOException {
    WildFlyHome first = home(List.of());
    Path left = Files.writeString(first.path().resolve("standalone/deployments/a.war"), "war");
    home(List.of());
    assertThat(left).doesNotExist();
    assertThat(distribution.resolve("modules")).exists();
  }

  @Test
  void logsStayWhenItIsCleaned() throws IOException {
    WildFlyHome home = home(List.of());
    Files.writeString(home.log(), "log");
    home.clean();
    assertThat(home.log()).exists();
    assertThat(home.path().resolve("bin")).doesNotExist();
    assertThat(distribution.resolve("bin/standalone.conf")).exists();
    assertThat(distribution.resolve("jboss-modules.jar")).exists();
  }

  private WildFlyHome home(List<String> jvmOptions) {
    return new WildFlyHome(distribution, directory.resolve("server"), PORTS, jvmOptions);
  }
}
