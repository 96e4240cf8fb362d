package io.rabbitra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.it.app.CountingMdb;
import io.rabbitra.it.app.PlainMdb;
import io.rabbitra.it.client.Server;
import io.rabbitra.it.support.AdapterSetup;
import io.rabbitra.it.support.Archives;
import io.rabbitra.it.support.TestEnvironment;
import java.time.Duration;
import java.util.List;
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

/** Messages from the JNDI connection factory to message-driven beans, in WildFly. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(AdapterSetup.class)
@RunAsClient
class WildFlyDeliveryIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @ArquillianResource private Deployer deployer;
  @ArquillianResource private RabbitBroker broker;

  private final Server server = TestEnvironment.server();
  private BrokerAdmin admin;

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
    return Archives.beans("beans.war", CountingMdb.class, PlainMdb.class);
  }

  @BeforeEach
  void deployBeans() throws Exception {
    admin = new BrokerAdmin(broker);
    admin.deleteQueue("it.counting");
    admin.deleteQueue("it.plain");
    admin.declareQueue("it.counting");
    server.clear();
    deployer.deploy("beans");
  }

  @AfterEach
  void undeployBeans() {
    deployer.undeploy("beans");
  }

  @Test
  void messagesSentThroughTheJndiConnectionFactoryArriveInTheBean() throws Exception {
    List<String> sent = server.send("it.counting", "m", 200);
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(server.bodies()).containsExactlyInAnyOrderElementsOf(sent));
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(admin.unackedMessages("it.counting")).isZero());
  }

  @Test
  void rolledBackTransactionDeliversAgainAndSaysSo() throws Exception {
    server.send("it.counting", "rollback", 1);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(server.events()).hasSize(2));
    assertThat(server.events().get(0)).startsWith("rollback redelivered=false count=1");
    assertThat(server.events().get(1)).startsWith("rollback redelivered=true count=2");
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(admin.unackedMessages("it.counting")).isZero());
  }

  @Test
  void failedBeanGetsItsMessageAgainWithAndWithoutTransaction() throws Exception {
    await().atMost(LIMIT).until(() -> endpointsIn("ACTIVE") == 2);
    server.send("it.counting", "throw-tx", 1);
    server.send("it.plain", "throw-plain", 1);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(server.bodies())
                    .containsExactlyInAnyOrder(
                        "throw-tx", "throw-tx", "throw-plain", "throw-plain"));
  }

  @Test
  void beansRunOnThreadsOfTheContainer() throws Exception {
    server.send("it.counting", "m", 20);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(server.events()).hasSize(20));
    assertThat(server.events()).allSatisfy(line -> assertThat(line).contains("thread=default"));
  }

  private long endpointsIn(String state) throws Exception {
    return server.endpoints().stream().filter(line -> line.contains(" " + state + " ")).count();
  }
}
