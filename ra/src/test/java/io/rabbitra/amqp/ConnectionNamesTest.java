package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.config.BrokerSettings;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionNamesTest {

  private static final String PROCESS =
      java.lang.management.ManagementFactory.getRuntimeMXBean().getName();

  private final BrokerSettings settings = Wired.settings("amqp://localhost:5672", 10);

  @AfterEach
  void clear() {
    System.clearProperty("jboss.node.name");
    System.clearProperty("catalina.base");
  }

  @Test
  void nameSaysAdapterProcessAndRole() {
    assertThat(ConnectionNames.of(settings, "pool")).isEqualTo("rabbitra " + PROCESS + " pool");
  }

  @Test
  void nameOfTheServerIsShown() {
    System.setProperty("catalina.base", "/opt/tomee-one");
    assertThat(ConnectionNames.of(settings, "pool")).contains(" tomee-one pool");
    System.setProperty("jboss.node.name", "node1");
    assertThat(ConnectionNames.of(settings, "mdb OrderMdb"))
        .isEqualTo("rabbitra " + PROCESS + " node1 mdb OrderMdb");
  }

  @Test
  void configuredNameTakesThePlaceOfTheAdapters() {
    BrokerSettings named =
        new BrokerSettings(
            settings.addresses(),
            false,
            "guest",
            "guest",
            "/",
            10,
            1_000,
            Optional.of("orders"),
            10,
            settings.tls(),
            settings.saslMechanism());
    assertThat(ConnectionNames.of(named, "pool")).startsWith("orders " + PROCESS);
  }
}
