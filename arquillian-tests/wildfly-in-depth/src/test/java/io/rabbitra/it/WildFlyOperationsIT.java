package io.rabbitra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.it.app.CountingMdb;
import io.rabbitra.it.app.DrainingMdb;
import io.rabbitra.it.app.OnceMdb;
import io.rabbitra.it.client.Load;
import io.rabbitra.it.client.Server;
import io.rabbitra.it.support.AdapterSetup;
import io.rabbitra.it.support.Archives;
import io.rabbitra.it.support.Management;
import io.rabbitra.it.support.TestEnvironment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators do to a server while messages come: nothing is lost, nothing comes afterwards. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(AdapterSetup.class)
@RunAsClient
class WildFlyOperationsIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String QUEUE = "it.counting";

  @ArquillianResource private Deployer deployer;
  @ArquillianResource private RabbitBroker broker;

  private final Server server = TestEnvironment.server();
  private final String prefix = UUID.randomUUID() + "-";
  private BrokerAdmin admin;
  private Management management;

  @Deployment(name = "adapter", order = 1, testable = false)
  static Archive<?> adapter() {
    return Archives.adapter();
  }

  @Deployment(name = "probe", order = 2, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "beans", order = 3, testable = false, managed = false)
  static Archive<?> beans() {
    return Archives.beans("beans.war", CountingMdb.class, OnceMdb.class, DrainingMdb.class);
  }

  @BeforeEach
  void begin() throws Exception {
    admin = new BrokerAdmin(broker);
    management = new Management();
    admin.deleteQueue(QUEUE);
    admin.declareQueue(QUEUE);
    admin.deleteQueue(DrainingMdb.QUEUE);
    server.clear();
    deployer.deploy("beans");
    awaitConsumers(QUEUE, 4);
  }

  @AfterEach
  void undeploy() throws Exception {
    deployer.undeploy("beans");
    management.close();
  }

  @Test
  void stoppedDeliveryBringsNothingMoreAndIsStartedAgainWithAllThatCameMeanwhile()
      throws Exception {
    try (Load load = new Load(server, QUEUE, prefix)) {
      for (int i = 0; i < 2; i++) {
        awaitProgress(load);
        management.stopDelivery("beans.war", "CountingMdb");
        List<String> seen = server.events();
        assertNothingIsConsumed(QUEUE);
        assertThat(server.events()).isEqualTo(seen);
        management.startDelivery("beans.war", "CountingMdb");
        await().atMost(LIMIT).until(() -> server.events().size() > seen.size());
      }
      assertEachArrivesOnce(load.stop());
    }
  }

  @Test
  void suspendedServerGetsNothingAndGoesOnWhenItIsResumed() throws Exception {
    try (Load load = new Load(server, QUEUE, prefix)) {
      awaitProgress(load);
      management.suspend();
      try {
        assertNothingIsConsumed(QUEUE);
        admin.publish(QUEUE, prefix + "while-suspended");
        assertNothingIsConsumed(QUEUE);
      } finally {
        management.resume();
      }
      awaitProgress(load);
      List<String> sent = load.stop();
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(server.bodies()).contains(prefix + "while-suspended"));
      assertThat(Set.copyOf(server.bodies())).containsAll(sent).hasSameSizeAs(server.bodies());
    }
  }

  @Test
  void redeploymentsUnderLoadLoseNothingAndCountNothingAsFailed() throws Exception {
    awaitConsumers(OnceMdb.QUEUE, 4);
    management.stopDelivery("beans.war", "OnceMdb");
    String[] sent = new String[12_000];
    Arrays.setAll(sent, i -> prefix + i);
    admin.publish(OnceMdb.QUEUE, sent);
    management.startDelivery("beans.war", "OnceMdb");
    for (int i = 1; i <= 3; i++) {
      int some = i * 300;
      await().atMost(LIMIT).until(() -> server.events().size() > some);
      deployer.undeploy("beans");
      assertNothingIsConsumed(OnceMdb.QUEUE);
      int left = sent.length - server.events().size();
      assertThat(admin.readyMessages(OnceMdb.QUEUE)).isEqualTo(left);
      assertThat(left).as("the first time it was under load").isGreaterThan(i == 1 ? 0 : -1);
      deployer.deploy("beans");
    }
    await().atMost(LIMIT).until(() -> server.events().size() >= sent.length);
    awaitSettled(OnceMdb.QUEUE);
    assertThat(server.events()).hasSize(sent.length);
    assertThat(Set.copyOf(server.events())).isEqualTo(Set.of(sent));
  }

  @Test
  void stoppedDeliveryWaitsForBeansNoLongerThanTheDrainTimeout() throws Exception {
    String text = "drain-" + prefix;
    awaitConsumers(DrainingMdb.QUEUE, 1);
    server.send(DrainingMdb.QUEUE, text, 1);
    await().atMost(LIMIT).until(() -> server.events().contains(text + " begins"));

    management.stopDelivery("beans.war", "DrainingMdb");

    assertThat(server.events()).as("it waited no longer").doesNotContain(text + " ends");
    await().atMost(LIMIT).until(() -> admin.readyMessages(DrainingMdb.QUEUE) == 1);
    server.open(text);
    await().atMost(LIMIT).until(() -> server.events().contains(text + " ends"));
    assertThat(admin.readyMessages(DrainingMdb.QUEUE)).isEqualTo(1);
    management.startDelivery("beans.war", "DrainingMdb");
    awaitSettled(DrainingMdb.QUEUE);
  }

  private void awaitProgress(Load load) {
    int before = load.confirmed();
    await().atMost(LIMIT).until(() -> load.confirmed() > before + 30);
  }

  private void awaitConsumers(String queue, int count) {
    await().atMost(LIMIT).until(() -> admin.queueExists(queue) && admin.consumers(queue) == count);
  }

  private void assertNothingIsConsumed(String queue) {
    assertThat(admin.consumers(queue)).isZero();
    assertThat(admin.unackedMessages(queue)).isZero();
    assertThat(admin.connections()).noneMatch(each -> each.name().contains("(" + queue + ")"));
  }

  private void assertEachArrivesOnce(List<String> sent) throws Exception {
    await().atMost(LIMIT).until(() -> server.events().size() >= sent.size());
    awaitSettled(QUEUE);
    assertThat(server.bodies()).hasSize(sent.size());
    assertThat(Set.copyOf(server.bodies())).isEqualTo(Set.copyOf(sent));
  }

  private void awaitSettled(String queue) {
    await()
        .atMost(LIMIT)
        .until(() -> admin.unackedMessages(queue) == 0 && admin.readyMessages(queue) == 0);
  }
}
