package io.rabbitra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.Certificates;
import io.rabbitra.harness.Ports;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import io.rabbitra.it.app.PlainMdb;
import io.rabbitra.it.probe.Events;
import io.rabbitra.server.ApplicationServer;
import io.rabbitra.server.JavaHomes;
import io.rabbitra.server.Page;
import io.rabbitra.server.PageBlock;
import io.rabbitra.server.ServerException;
import io.rabbitra.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/servers/wildfly.md says beside the steps that the tests of all servers do. */
class WildFlyPageIT {

  private static final String QUEUE = "it.plain";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static Path authority;
  private static int tlsPort;
  private static RabbitBroker broker;

  private final Page page = ServerKind.WILDFLY.page(Path.of(System.getProperty("rabbitra.docs")));

  @BeforeAll
  static void startBroker() throws Exception {
    assumeTrue(
        System.getProperty(RabbitBrokers.URI_PROPERTY) == null
            && System.getenv(RabbitBrokers.URI_VARIABLE) == null,
        "a broker named by its URI has a TLS of its own");
    Certificates certificates = new Certificates(directory);
    authority = certificates.ca();
    Path certificate = certificates.signed("server", "dns:localhost");
    tlsPort = Ports.free();
    broker =
        RabbitBrokers.start(
            0,
            Map.of(
                "listeners.ssl.default", "127.0.0.1:" + tlsPort,
                "ssl_options.cacertfile", authority.toString(),
                "ssl_options.certfile", certificate.toString(),
                "ssl_options.keyfile", certificate.toString()));
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void factoryOverTlsConnects() {
    assumeTrue(
        broker.toString().startsWith("local node"), "a container has its own files and ports");
    try (ApplicationServer server = server("standalone-full.xml")) {
      server.start();
      install(server);
      server.run(page.block("tls"));
      server.run(page.block("tls-check"));
      assertThat(broker.ctl("list_connections", "ssl").lines()).contains("true");
    }
  }

  @Test
  void beansRunWithoutTheFullProfile() {
    BrokerAdmin admin = new BrokerAdmin(broker);
    try (ApplicationServer server = server("standalone.xml")) {
      server.start();
      install(server);
      Path war = plainWar();
      assertThatExceptionOfType(ServerException.class)
          .isThrownBy(() -> server.deploy(war))
          .withMessageContaining("default-resource-adapter-name");
      server.run(page.block("standalone"));
      server.deploy(war);
      await().atMost(LIMIT).until(() -> admin.queueExists(QUEUE) && admin.consumers(QUEUE) > 0);
      admin.publish(QUEUE, "one");
      await()
          .atMost(LIMIT)
          .until(() -> admin.readyMessages(QUEUE) == 0 && admin.unackedMessages(QUEUE) == 0);
      assertThatExceptionOfType(ServerException.class)
          .isThrownBy(() -> server.undeploy("rabbitra.rar"));
    }
  }

  private void install(ApplicationServer server) {
    page.steps().stream()
        .filter(step -> step.name().startsWith("install"))
        .forEach((PageBlock step) -> server.run(step));
  }

  /** Bound by no descriptor. */
  private static Path plainWar() {
    Path war = directory.resolve("plain.war");
    ShrinkWrap.create(WebArchive.class, "plain.war")
        .addClasses(PlainMdb.class, Events.class)
        .addAsWebInfResource(
            new StringAsset(
                """
                <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
                  <deployment>
                    <dependencies>
                      <module name="jakarta.jms.api"/>
                    </dependencies>
                  </deployment>
                </jboss-deployment-structure>
                """),
            "jboss-deployment-structure.xml")
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
    return war;
  }

  private static ApplicationServer server(String configuration) {
    return ServerKind.WILDFLY.create(
        new ApplicationServer.Setup(
            Path.of(System.getProperty("rabbitra.wildfly.home")),
            Path.of(System.getProperty("rabbitra.server.directory")),
            JavaHomes.ofThisMachine().find(ServerKind.WILDFLY),
            List.of("-Xmx768m", "-Djboss.server.default.config=" + configuration),
            Map.of(
                "amqp://guest:guest@localhost:5672", broker.uri(),
                "amqps://localhost:5671", "amqps://localhost:" + tlsPort,
                "/path/to/ca_certificate.pem", authority.toString(),
                "/path/to/rabbitra.rar", System.getProperty("rabbitra.rar"))));
  }
}
