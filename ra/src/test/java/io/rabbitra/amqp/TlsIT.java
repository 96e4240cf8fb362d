package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.config.BrokerAddress;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.config.TlsSettings;
import io.rabbitra.harness.Certificates;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {

  @TempDir static Path directory;
  private static Path ca;
  private static Path client;
  private static int port;
  private static RabbitBroker broker;

  private final Wired wired = new Wired();

  @BeforeAll
  static void startBroker() throws Exception {
    Certificates certificates = new Certificates(directory);
    ca = certificates.ca();
    Path server = certificates.signed("server", "dns:localhost");
    client = certificates.signed("client", "dns:client");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    broker =
        RabbitBrokers.start(
            0,
            Map.of(
                "listeners.ssl.default",
                "127.0.0.1:" + port,
                "ssl_options.cacertfile",
                ca.toString(),
                "ssl_options.certfile",
                server.toString(),
                "ssl_options.keyfile",
                server.toString(),
                "ssl_options.verify",
                "verify_peer",
                "ssl_options.fail_if_no_peer_cert",
                "true"));
    assumeTrue(
        broker.toString().startsWith("local node"), "a container has its own files and ports");
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @AfterEach
  void close() {
    wired.close();
  }

  @Test
  void knownAuthorityAndCertificateWithKeyInOneFileWork() throws Exception {
    AmqpConnection connection = wired.open(settings("localhost", ca, client, true, null));
    connection.openChannel().declareExclusiveQueue();
    connection.close(Duration.ofSeconds(5));
  }

  @Test
  void unknownAuthorityIsRefused() {
    BrokerException e = failure(settings("localhost", null, client, true, null));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.TLS);
    assertThat(e)
        .hasMessageStartingWith("cannot connect to localhost:" + port + ": TLS failed: PKIX");
  }

  @Test
  void wrongHostNameIsRefused() {
    BrokerException e = failure(settings("127.0.0.1", ca, client, true, null));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.TLS);
  }

  @Test
  void serverNameTakesThePlaceOfTheHost() throws Exception {
    assertThat(wired.open(settings("127.0.0.1", ca, client, true, "localhost")).isOpen()).isTrue();
  }

  @Test
  void disabledServerNameLeavesTheHostUnchecked() throws Exception {
    assertThat(wired.open(settings("127.0.0.1", ca, client, true, TlsSettings.DISABLE)).isOpen())
        .isTrue();
  }

  @Test
  void nothingIsVerifiedIfSo() throws Exception {
    assertThat(wired.open(settings("127.0.0.1", null, client, false, null)).isOpen()).isTrue();
  }

  @Test
  void missingClientCertificateIsATlsFailure() {
    BrokerException e = failure(settings("localhost", ca, null, true, null));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.TLS);
  }

  @Test
  void fileWithoutCertificateIsNamed() {
    Path missing = directory.resolve("missing.pem");
    BrokerException e = failure(settings("localhost", missing, client, true, null));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.TLS);
    assertThat(e).hasMessageContaining("missing.pem").hasMessageStartingWith("property uri: ");
  }

  private BrokerException failure(BrokerSettings settings) {
    return catchThrowableOfType(BrokerException.class, () -> wired.open(settings));
  }

  private static BrokerSettings settings(
      String host, Path trusted, Path own, boolean verify, String serverName) {
    TlsSettings tls =
        new TlsSettings(text(trusted), text(own), text(own), null, verify, serverName);
    return Wired.settings(List.of(new BrokerAddress(host, port, true)), "guest", "/", 10, tls);
  }

  private static String text(Path path) {
    return path == null ? null : path.toString();
  }
}
