package io.rabbitra.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Nodes that are broken and ended; needs RabbitMQ on the PATH. */
@TestInstance(Lifecycle.PER_CLASS)
class LocalBrokerIT {

  private LocalInstallation installation;
  private LocalBroker broker;
  private BrokerAdmin admin;

  @BeforeAll
  void startNode() {
    installation = LocalInstallation.find().orElse(null);
    assumeTrue(installation != null, "no rabbitmq-server on the PATH");
    broker = new LocalBroker(installation, Ports.free(), Map.of("consumer_timeout", "1234567"));
    admin = new BrokerAdmin(broker);
  }

  @BeforeEach
  void startNodeAgain() {
    broker.start();
  }

  @AfterAll
  void closeNode() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void durableQueueWithItsPersistentMessageIsOnTheSamePortAfterKillAndStart() throws Exception {
    admin.declareQueue("kept");
    admin.publish("kept", "one");
    int port = broker.port();
    try (Client client = new Client(broker.uri(), "victim")) {
      broker.kill();

      assertThat(Ports.accepts("127.0.0.1", port)).isFalse();
      await().until(() -> !client.connection.isOpen());
      assertThat(client.connection.getCloseReason().getReason()).isNull();
      assertThatThrownBy(() -> admin.readyMessages("kept")).isInstanceOf(BrokerException.class);
      broker.kill();
    }

    broker.start();

    assertThat(broker.port()).isEqualTo(port);
    assertThat(admin.readyMessages("kept")).isEqualTo(1);
    assertThat(new String(admin.get("kept").orElseThrow().getBody(), StandardCharsets.UTF_8))
        .isEqualTo("one");
    assertThat(broker.ctl("eval", "application:get_env(rabbit, consumer_timeout)."))
        .contains("1234567");
  }

  @Test
  void orderlyStopClosesConnectionsWith320AndAFrozenNodeIsSilentUntilResumed() throws Exception {
    CompletableFuture<ShutdownSignalException> shutdown = new CompletableFuture<>();
    try (Client client = new Client(broker.uri(), "frozen")) {
      client.connection.addShutdownListener(shutdown::complete);
      admin.declareQueue("q");

      broker.freeze();

      assertThatThrownBy(() -> client.connection.createChannel().queueDeclarePassive("q"))
          .hasRootCauseInstanceOf(TimeoutException.class);
      assertThat(shutdown).isNotDone();
      assertThatThrownBy(broker::freeze).isInstanceOf(IllegalStateException.class);

      broker.resume();

      assertThat(admin.readyMessages("q")).isZero();
      assertThat(shutdown).isNotDone();

      broker.stop();

      assertThat(shutdown.get(10, TimeUnit.SECONDS).getReason())
          .isInstanceOfSatisfying(
              AMQP.Connection.Close.class,
              close -> assertThat(close.getReplyCode()).isEqualTo(AMQP.CONNECTION_FORCED));
    }
    assertThat(Ports.isFree(broker.port())).isTrue();
  }

  @Test
  void twoNodesRunAtOnceAndAfterCloseNoProcessAndNoDirectoryIsLeft() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "processes are found by /proc");
    LocalBroker second = new LocalBroker(installation, Ports.free(), Map.of());
    try {
      new BrokerAdmin(second).declareQueue("only-on-second");
      assertThat(admin.queueExists("only-on-second")).isFalse();
      assertThat(processesOf(second.directory())).contains("epmd").anyMatch(LocalBrokerIT::isBeam);
      second.freeze();
    } finally {
      second.close();
    }
    assertThat(processesOf(second.directory())).isEmpty();
    assertThat(second.directory()).doesNotExist();
    assertThatThrownBy(second::start).isInstanceOf(IllegalStateException.class);
    assertThat(admin.queueExists("only-on-second")).isFalse();
    assertThat(processesOf(broker.directory())).contains("epmd").anyMatch(LocalBrokerIT::isBeam);
  }

  @Test
  void nothingIsLeftOfTheNodeOfAJavaProcessThatIsKilled() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "processes are found by /proc");
    Process java =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty(
                    "surefire.real.class.path", System.getProperty("java.class.path")),
                Abandoned.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(java.getInputStream(), StandardCharsets.UTF_8))) {
      Path directory = Path.of(reader.readLine());
      assertThat(processesOf(directory)).contains("epmd").anyMatch(LocalBrokerIT::isBeam);

      java.destroyForcibly();

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> processesOf(directory).isEmpty() && !Files.exists(directory));
    } finally {
      java.destroyForcibly();
    }
  }

  @Test
  void nodeThatCannotStartIsReportedWithItsLogAndLeavesNothing() {
    assertThatThrownBy(
            () ->
                new LocalBroker(installation, Ports.free(), Map.of("no_such_setting", "1")).close())
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("no_such_setting");
    assertThatThrownBy(() -> new LocalBroker(installation, broker.port(), Map.of()).close())
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("port " + broker.port())
        .hasMessageContaining("in use");
  }

  private static boolean isBeam(String name) {
    return name.startsWith("beam");
  }

  /** The names of the processes whose HOME is the node's directory. */
  private static List<String> processesOf(Path directory) throws Exception {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("[0-9]+"))
          .filter(process -> read(process.resolve("environ")).contains("HOME=" + directory))
          .map(process -> read(process.resolve("comm")).strip())
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // The process has ended since it was listed.
      return "";
    }
  }
}
