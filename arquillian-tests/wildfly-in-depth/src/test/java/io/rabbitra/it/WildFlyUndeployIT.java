package io.rabbitra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.it.app.CountingMdb;
import io.rabbitra.it.client.Server;
import io.rabbitra.it.support.AdapterSetup;
import io.rabbitra.it.support.Archives;
import io.rabbitra.it.support.Management;
import io.rabbitra.it.support.TestEnvironment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is left in server and broker when the adapter itself goes. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(AdapterSetup.class)
@RunAsClient
class WildFlyUndeployIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @ArquillianResource private Deployer deployer;
  @ArquillianResource private RabbitBroker broker;

  private final Server server = TestEnvironment.server();

  @Deployment(name = "probe", order = 1, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "adapter", order = 2, testable = false, managed = false)
  static Archive<?> adapter() {
    return Archives.adapter();
  }

  @Deployment(name = "beans", order = 3, testable = false, managed = false)
  static Archive<?> beans() {
    return Archives.beans("beans.war", CountingMdb.class);
  }

  @Test
  void undeployedAdapterLeavesNoThreadAndNoConnection() throws Exception {
    BrokerAdmin admin = new BrokerAdmin(broker);
    admin.deleteQueue("it.counting");
    admin.declareQueue("it.counting");
    server.clear();
    for (int round = 0; round < 2; round++) {
      deployer.deploy("adapter");
      deployer.deploy("beans");
      String body = "round" + round;
      List<String> sent = server.send("it.counting", body, 20);
      await().atMost(LIMIT).untilAsserted(() -> assertThat(server.bodies()).containsAll(sent));
      assertThat(server.adapterThreads()).isNotEmpty();

      deployer.undeploy("beans");
      deployer.undeploy("adapter");

      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                assertThat(server.adapterThreads()).isEmpty();
                assertThat(admin.connections())
                    .noneMatch(connection -> connection.name().startsWith("rabbitra "));
                assertThat(admin.unackedMessages("it.counting")).isZero();
              });
    }
  }

  @Test
  void adapterUndeployedUnderItsActiveEndpointsGivesBackWhatTheyHadAndContinuesWhenItReturns()
      throws Exception {
    BrokerAdmin admin = new BrokerAdmin(broker);
    admin.deleteQueue("it.counting");
    admin.declareQueue("it.counting");
    server.clear();
    String[] sent = new String[10_000];
    Arrays.setAll(sent, i -> "load" + i);
    admin.publish("it.counting", sent);
    deployer.deploy("adapter");
    deployer.deploy("beans");
    await().atMost(LIMIT).until(() -> server.events().size() > 100);
    try (Management management = new Management()) {
      undeployAndDeploy(management, admin, sent);
    } finally {
      deployer.undeploy("beans");
      deployer.undeploy("adapter");
    }
  }

  private void undeployAndDeploy(Management management, BrokerAdmin admin, String[] sent)
      throws Exception {
    management.undeployUnderItsUsers("rabbitra.rar");

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(server.adapterThreads()).isEmpty();
              assertThat(admin.connections())
                  .noneMatch(connection -> connection.name().startsWith("rabbitra "));
            });
    int processed = server.events().size();
    assertThat(processed).isLessThan(sent.length);
    assertThat(admin.readyMessages("it.counting")).isEqualTo(sent.length - processed);

    management.deploy("rabbitra.rar");
    await().atMost(LIMIT).until(() -> server.events().size() >= sent.length);
    await().atMost(LIMIT).until(() -> admin.unackedMessages("it.counting") == 0);
    assertThat(server.bodies()).hasSize(sent.length);
    assertThat(Set.copyOf(server.bodies())).isEqualTo(Set.of(sent));
  }
}
