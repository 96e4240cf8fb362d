package io.rabbitra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.it.app.CountingMdb;
import io.rabbitra.it.app.PlainMdb;
import io.rabbitra.it.app.RequestingMdb;
import io.rabbitra.it.client.Server;
import io.rabbitra.it.support.AdapterSetup;
import io.rabbitra.it.support.Archives;
import io.rabbitra.it.support.TestEnvironment;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
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

/** What message-driven beans and senders in WildFly see of faults made on the broker. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(AdapterSetup.class)
@RunAsClient
class WildFlyFaultIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @ArquillianResource private Deployer deployer;
  @ArquillianResource private RabbitBroker broker;

  private final Server server = TestEnvironment.server();
  private final List<String> deployed = new ArrayList<>();
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

  @Deployment(name = "requesting", order = 4, testable = false, managed = false)
  static Archive<?> requesting() {
    return Archives.beans("requesting.war", RequestingMdb.class);
  }

  @BeforeEach
  void begin() throws Exception {
    admin = new BrokerAdmin(broker);
    for (String queue : List.of("it.counting", "it.plain", "it.requesting", "it.service")) {
      admin.deleteQueue(queue);
    }
    admin.declareQueue("it.counting");
    server.clear();
  }

  @AfterEach
  void undeploy() {
    deployed.forEach(deployer::undeploy);
  }

  @Test
  void cancelledEndpointResumesWhenQueueIsDeclaredAgain() throws Exception {
    deploy("beans");
    awaitEndpoint("CountingMdb", "ACTIVE");
    admin.publish("it.counting", numbered("before", 300));
    await().atMost(LIMIT).until(() -> server.events().size() > 20);
    admin.deleteQueue("it.counting");
    awaitEndpoint("CountingMdb", "ACTIVATING");
    int seen = server.events().size();

    admin.declareQueue("it.counting");
    awaitEndpoint("CountingMdb", "ACTIVE");
    assertThat(server.events()).hasSize(seen);
    List<String> sent = server.send("it.counting", "after", 50);

    await().atMost(LIMIT).untilAsserted(() -> assertThat(server.bodies()).containsAll(sent));
    assertThat(endpoint("CountingMdb")).as("one cycle for four consumers").endsWith("ACTIVE 1 1");
  }

  @Test
  void endpointWaitsHalfAMinuteForItsQueue() throws Exception {
    deploy("beans");
    awaitEndpoint("CountingMdb", "ACTIVE");
    admin.deleteQueue("it.counting");
    awaitEndpoint("CountingMdb", "ACTIVATING");
    await()
        .during(Duration.ofSeconds(30))
        .atMost(Duration.ofSeconds(35))
        .until(() -> endpoint("CountingMdb").contains(" ACTIVATING "));
    admin.declareQueue("it.counting");
    List<String> sent = server.send("it.counting", "late", 10);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(server.bodies()).containsAll(sent));
  }

  @Test
  void adapterBringsADeletedQueueBackWhereItDeclares() throws Exception {
    deploy("beans");
    awaitEndpoint("PlainMdb", "ACTIVE");
    admin.deleteQueue("it.plain");
    await().atMost(LIMIT).until(() -> endpoint("PlainMdb").endsWith("ACTIVE 1 1"));
    List<String> sent = server.send("it.plain", "again", 10);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(server.bodies()).containsAll(sent));
  }

  @Test
  void frozenBrokerIsGivenUpAndBothSidesGoOnAfterwards() throws Exception {
    assumeTrue(broker.supportsFaults());
    deploy("beans");
    awaitEndpoint("CountingMdb", "ACTIVE");
    server.send("it.counting", "before", 1);
    broker.freeze();
    try {
      awaitEndpoint("CountingMdb", "ACTIVATING");
    } finally {
      broker.resume();
    }
    awaitEndpoint("CountingMdb", "ACTIVE");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = server.trySend("it.counting", "after");
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            });
    await().atMost(LIMIT).untilAsserted(() -> assertThat(server.bodies()).contains("after"));
  }

  @Test
  void everyConfirmedMessageArrivesThoughTheBrokerIsKilled() throws Exception {
    assumeTrue(broker.supportsFaults());
    deploy("beans");
    awaitEndpoint("CountingMdb", "ACTIVE");
    List<String> confirmed = new ArrayList<>(server.send("it.counting", "first", 100));
    broker.kill();
    HttpResponse<String> whileDown = server.trySend("it.counting", "down");
    assertThat(whileDown.statusCode()).isEqualTo(500);
    broker.start();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(server.trySend("it.counting", "up").statusCode()).isEqualTo(200));
    confirmed.add("up");
    confirmed.addAll(server.send("it.counting", "second", 100));
    await().atMost(LIMIT).untilAsserted(() -> assertThat(server.bodies()).containsAll(confirmed));
  }

  @Test
  void deploymentSucceedsWhileTheBrokerIsDown() throws Exception {
    assumeTrue(broker.supportsFaults());
    broker.kill();
    deploy("beans");
    assertThat(endpoint("CountingMdb")).contains(" ACTIVATING ");
    broker.start();
    awaitEndpoint("CountingMdb", "ACTIVE");
    List<String> sent = server.send("it.counting", "m", 10);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(server.bodies()).containsAll(sent));
  }

  @Test
  void tenRedeploymentsLeaveNothingBehind() throws Exception {
    deploy("beans");
    awaitEndpoint("CountingMdb", "ACTIVE");
    server.send("it.counting", "warm", 1);
    deployer.undeploy("beans");
    await().atMost(LIMIT).until(() -> mdbConnections() == 0);
    int threads = server.adapterThreads().size();
    for (int i = 0; i < 10; i++) {
      admin.publish("it.counting", numbered("round" + i + "-", 50));
      deployer.deploy("beans");
      awaitEndpoint("CountingMdb", "ACTIVE");
      deployer.undeploy("beans");
    }
    deployed.clear();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(mdbConnections()).isZero();
              assertThat(admin.consumers("it.counting")).isZero();
              assertThat(admin.unackedMessages("it.counting")).isZero();
              assertThat(server.endpoints()).isEmpty();
              assertThat(server.adapterThreads()).hasSizeLessThanOrEqualTo(threads);
            });
  }

  @Test
  void beansGetTheirRepliesWhileEveryWorkerIsInsideABean() throws Exception {
    admin.declareQueue("it.requesting");
    admin.declareQueue("it.service");
    deploy("requesting");
    admin.publish("it.requesting", numbered("q", 16));
    await().atMost(LIMIT).until(() -> server.busySessions() == 16);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              // The server lends fewer bean instances than the adapter has workers.
              admin
                  .get("it.service")
                  .ifPresent(request -> admin.publish(request.getProps().getReplyTo(), "yes"));
              assertThat(server.events()).hasSize(16);
            });
    assertThat(server.events()).containsOnly("answer yes");
  }

  @Test
  void noThreadIsMadeByTheAdapterOrItsClient() throws Exception {
    deploy("beans");
    awaitEndpoint("CountingMdb", "ACTIVE");
    server.send("it.counting", "m", 50);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(server.events()).hasSize(50));
    List<String> threads = new ArrayList<>(server.threads());
    // What BootstrapContext.createTimer made, one for each instance of the adapter.
    threads.removeIf("rabbitra-timer"::equals);
    assertThat(threads).noneMatch(name -> name.matches("(?i).*(rabbit|amqp|nioEventLoop|netty).*"));
  }

  @Test
  void noThreadIsNamedAfterThePassword() throws Exception {
    deploy("beans");
    awaitEndpoint("CountingMdb", "ACTIVE");
    assertThat(server.threads()).noneMatch(name -> name.contains("guest"));
  }

  private void deploy(String name) {
    deployer.deploy(name);
    deployed.add(name);
  }

  private void awaitEndpoint(String bean, String state) {
    await().atMost(LIMIT).until(() -> endpoint(bean).contains(" " + state + " "));
  }

  private String endpoint(String bean) throws Exception {
    return server.endpoints().stream()
        .filter(line -> line.startsWith(bean))
        .findFirst()
        .orElse("none");
  }

  private long mdbConnections() {
    return admin.connections().stream().filter(each -> each.name().contains(" mdb ")).count();
  }

  private static String[] numbered(String prefix, int count) {
    String[] bodies = new String[count];
    for (int i = 0; i < count; i++) {
      bodies[i] = prefix + i;
    }
    return bodies;
  }
}
