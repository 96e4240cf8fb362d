package io.rabbitra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.it.client.Server;
import io.rabbitra.it.delivery.DurableMdb;
import io.rabbitra.it.delivery.Failing;
import io.rabbitra.it.delivery.FormerMdb;
import io.rabbitra.it.delivery.LookupMdb;
import io.rabbitra.it.delivery.Names;
import io.rabbitra.it.delivery.NativeMdb;
import io.rabbitra.it.delivery.OwnApiMdb;
import io.rabbitra.it.delivery.PooledMdb;
import io.rabbitra.it.delivery.Reporting;
import io.rabbitra.it.delivery.SelectingMdb;
import io.rabbitra.it.delivery.SharedApiMdb;
import io.rabbitra.it.delivery.SharedOneMdb;
import io.rabbitra.it.delivery.SharedTwoMdb;
import io.rabbitra.it.delivery.TimedMdb;
import io.rabbitra.it.support.ActivationSetup;
import io.rabbitra.it.support.AdapterSetup;
import io.rabbitra.it.support.Archives;
import io.rabbitra.it.support.Management;
import io.rabbitra.it.support.ServerLog;
import io.rabbitra.it.support.TestEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What message-driven beans in WildFly can ask of the adapter. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup({AdapterSetup.class, ActivationSetup.class})
@RunAsClient
class WildFlyActivationIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @ArquillianResource private Deployer deployer;
  @ArquillianResource private RabbitBroker broker;

  private final Server server = TestEnvironment.server();
  private final String id = UUID.randomUUID().toString();
  private BrokerAdmin admin;

  @Deployment(name = "adapter", order = 1, testable = false)
  static Archive<?> adapter() {
    return Archives.adapter();
  }

  @Deployment(name = "probe", order = 2, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "beans", order = 3, testable = false)
  static Archive<?> beans() {
    return Archives.pooling(
        "delivery.war",
        Reporting.class,
        Failing.class,
        SharedApiMdb.class,
        SharedOneMdb.class,
        SharedTwoMdb.class,
        SelectingMdb.class,
        NativeMdb.class,
        PooledMdb.class,
        TimedMdb.class);
  }

  @Deployment(name = "own-api", order = 4, testable = false)
  static Archive<?> ownApi() {
    return Archives.bringingApi("own-api.war", Reporting.class, Failing.class, OwnApiMdb.class);
  }

  @Deployment(name = "durable", order = 5, testable = false, managed = false)
  static Archive<?> durable() {
    return Archives.beans("durable.war", Reporting.class, DurableMdb.class);
  }

  @Deployment(name = "former", order = 6, testable = false, managed = false)
  static Archive<?> former() {
    return Archives.beans("former.war", Reporting.class, FormerMdb.class, LookupMdb.class);
  }

  @BeforeEach
  void begin() throws Exception {
    admin = new BrokerAdmin(broker);
    admin.deleteQueue(Names.DEAD);
    admin.declareQueue(Names.DEAD);
    server.clear();
  }

  @ParameterizedTest
  @CsvSource({"SharedApiMdb," + Names.SHARED_API, "OwnApiMdb," + Names.OWN_API})
  void failedMessageComesAgainAsOftenAsAllowedAndIsThenInTheDeadLetterQueue(
      String bean, String queue) throws Exception {
    String text = "always-" + id;
    server.send(queue, text, 1);
    awaitReady(Names.DEAD, 1);
    assertThat(server.events())
        .containsExactly(
            bean + " " + text + " redelivered=false count=1",
            bean + " " + text + " redelivered=true count=2",
            bean + " " + text + " redelivered=true count=3");
    assertThat(deadLetterHeaders())
        .contains("x-failed-deliveries=3", "x-original-queue=" + queue)
        .contains("x-exception-message=outer")
        .contains("x-exception-cause=java.lang.ArithmeticException: inner");
    awaitSettled(queue);
  }

  @ParameterizedTest
  @CsvSource({"SharedApiMdb," + Names.SHARED_API, "OwnApiMdb," + Names.OWN_API})
  void messageThatTheBeanDoesNotWantAgainIsDeadLetteredAtOnce(String bean, String queue)
      throws Exception {
    String text = "never-again-" + id;
    server.send(queue, text, 1);
    awaitReady(Names.DEAD, 1);
    assertThat(server.events()).containsExactly(bean + " " + text + " redelivered=false count=1");
    assertThat(deadLetterHeaders())
        .contains("x-failed-deliveries=1")
        .contains("x-exception-cause=io.rabbitra.DoNotRedeliverException: of no use");
  }

  @ParameterizedTest
  @CsvSource({"SharedApiMdb," + Names.SHARED_API, "OwnApiMdb," + Names.OWN_API})
  void messageThatTheBeanLeavesToOthersGoesBackToItsQueue(String bean, String queue)
      throws Exception {
    String text = "requeue-" + id;
    server.send(queue, text, 1);
    await().atMost(LIMIT).until(() -> server.events().size() == 2);
    awaitSettled(queue);
    assertThat(server.events())
        .allSatisfy(event -> assertThat(event).startsWith(bean + " " + text));
    assertThat(admin.readyMessages(Names.DEAD)).isZero();
    assertThat(admin.queues())
        .as("a delay would have made its queues")
        .noneMatch(each -> each.name().startsWith("rabbitra.delay") && each.ready() > 0);
  }

  @Test
  void durableSubscriptionKeepsWhatItsSelectorWantsWhileTheBeanIsUndeployed() throws Exception {
    deployer.deploy("durable");
    try {
      awaitEndpoint("DurableMdb", "ACTIVE");
    } finally {
      deployer.undeploy("durable");
    }
    server.sendColoured("topic", Names.TOPIC, "away-blue-" + id, "blue");
    server.sendColoured("topic", Names.TOPIC, "away-red-" + id, "red");
    deployer.deploy("durable");
    try {
      server.sendColoured("topic", Names.TOPIC, "back-red-" + id, "red");
      await().atMost(LIMIT).until(() -> eventsOf("DurableMdb").size() == 2);
      assertThat(eventsOf("DurableMdb"))
          .containsExactly(
              "DurableMdb away-red-" + id + " redelivered=false count=1",
              "DurableMdb back-red-" + id + " redelivered=false count=1");
    } finally {
      deployer.undeploy("durable");
    }
  }

  @Test
  void beansThatShareASubscriptionGetEachMessageOnce() throws Exception {
    awaitEndpoint("SharedOneMdb", "ACTIVE");
    awaitEndpoint("SharedTwoMdb", "ACTIVE");
    for (int i = 0; i < 20; i++) {
      server.sendColoured("topic", Names.TOPIC, "m" + i + "-" + id, "red");
    }
    await().atMost(LIMIT).until(() -> eventsOf("Shared").size() >= 20);
    assertThat(eventsOf("SharedOneMdb")).isNotEmpty();
    assertThat(eventsOf("SharedTwoMdb")).isNotEmpty();
    assertThat(eventsOf("Shared")).hasSize(20);
  }

  @Test
  void selectorLeavesTheRestInTheQueue() throws Exception {
    awaitEndpoint("SelectingMdb", "ACTIVE");
    admin.purgeQueue(Names.SELECTED);
    server.sendColoured("queue", Names.SELECTED, "blue-" + id, "blue");
    server.sendColoured("queue", Names.SELECTED, "red-" + id, "red");
    await().atMost(LIMIT).until(() -> eventsOf("SelectingMdb").size() == 1);
    awaitReady(Names.SELECTED, 1);
    assertThat(eventsOf("SelectingMdb")).first().asString().contains("red-" + id);
  }

  @Test
  void brokerPropertiesAndDestinationsAreLookedUpAndOldSpellingsWorkAndAreNamedOnce()
      throws Exception {
    ServerLog log = new ServerLog();
    deployer.deploy("former");
    try {
      awaitEndpoint("FormerMdb", "ACTIVE");
      awaitEndpoint("LookupMdb", "ACTIVE");
      server.send(Names.FORMER, "former-" + id, 1);
      server.send(Names.LOOKED_UP, "looked-up-" + id, 1);
      await().atMost(LIMIT).until(() -> server.events().size() == 2);
      assertThat(admin.consumers(Names.FORMER)).isEqualTo(3);
      assertThat(admin.connections())
          .anyMatch(each -> each.name().matches(Names.OTHER_NAME + " .* mdb LookupMdb.*"))
          .anyMatch(each -> each.name().matches("rabbitra .* mdb FormerMdb.*"));
      assertThat(log.linesWith("maxSessions instead of maxSession"))
          .singleElement()
          .asString()
          .contains("FormerMdb")
          .contains("destinationLookup = " + Names.FORMER_JNDI + " instead of destination")
          .contains("destinationType = jakarta.jms.Queue instead of javax.jms.Queue");
    } finally {
      deployer.undeploy("former");
    }
  }

  @Test
  void nativeListenerGetsAmqpAsItIsAndIsToldWhenItsQueueGoesAndComes() throws Exception {
    admin.deleteQueue(Names.NATIVE);
    admin.declareQueue(Names.NATIVE);
    awaitEndpoint("NativeMdb", "ACTIVE");
    server.clear();
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder().headers(Map.of("shape", "round")).build();
    admin.publish("", Names.NATIVE, properties, "fail-" + id);
    String event =
        "NativeMdb fail-"
            + id
            + " queue="
            + Names.NATIVE
            + " key="
            + Names.NATIVE
            + " header=round";
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(server.events())
                    .containsExactly(
                        event + " redelivered=false count=1", event + " redelivered=true count=2"));
    server.clear();

    admin.deleteQueue(Names.NATIVE);
    await().atMost(LIMIT).until(() -> server.events().contains("NativeMdb cancelled"));
    assertThat(server.events()).doesNotContain("NativeMdb reactivated");
    admin.declareQueue(Names.NATIVE);
    await().atMost(LIMIT).until(() -> server.events().contains("NativeMdb reactivated"));
    server.send(Names.NATIVE, "again-" + id, 1);
    await().atMost(LIMIT).until(() -> server.events().size() == 3);
    assertThat(server.events().get(2)).startsWith("NativeMdb again-" + id);
  }

  @Test
  void sessionsBeyondTheServersPoolOfInstancesWaitAndFailNothing() throws Exception {
    awaitEndpoint("PooledMdb", "ACTIVE");
    server.send(Names.POOLED, "m", 40);
    await().atMost(LIMIT).until(() -> server.busySessions() == 6);
    assertThat(eventsOf("PooledMdb")).as("the server lends two instances").hasSize(2);
    server.open("pool");
    await().atMost(LIMIT).until(() -> eventsOf("PooledMdb").size() >= 40);
    awaitSettled(Names.POOLED);
    assertThat(eventsOf("PooledMdb"))
        .hasSize(40)
        .allSatisfy(event -> assertThat(event).endsWith(" redelivered=false count=1"));
  }

  @Test
  void transactionThatTimesOutStopsNoOtherSession() throws Exception {
    awaitEndpoint("TimedMdb", "ACTIVE");
    try (Management management = new Management()) {
      management.transactionTimeout(3);
      try {
        timeOut();
      } finally {
        management.transactionTimeout(300);
      }
    }
  }

  private void timeOut() throws Exception {
    String hanging = "hang-" + id;
    server.send(Names.TIMED, hanging, 1);
    await().atMost(LIMIT).until(() -> eventsOf("TimedMdb").size() == 1);
    List<String> sent = server.send(Names.TIMED, "m", 20);
    await().atMost(LIMIT).until(() -> eventsOf("TimedMdb").size() == sent.size() + 2);
    assertThat(eventsOf("TimedMdb " + hanging))
        .as("rolled back by the server while the first delivery still runs")
        .containsExactly(
            "TimedMdb " + hanging + " redelivered=false count=1",
            "TimedMdb " + hanging + " redelivered=true count=2");
    server.open(hanging);
    server.send(Names.TIMED, "last", 10);
    await().atMost(LIMIT).until(() -> eventsOf("TimedMdb").size() == sent.size() + 12);
    awaitSettled(Names.TIMED);
    assertThat(eventsOf("TimedMdb " + hanging)).hasSize(2);
  }

  private List<String> eventsOf(String bean) throws Exception {
    return server.events().stream().filter(event -> event.startsWith(bean)).toList();
  }

  private void awaitEndpoint(String bean, String state) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                server.endpoints().stream()
                    .anyMatch(line -> line.startsWith(bean) && line.contains(" " + state + " ")));
  }

  private void awaitReady(String queue, int count) {
    await().atMost(LIMIT).until(() -> admin.readyMessages(queue) == count);
  }

  private void awaitSettled(String queue) {
    await()
        .atMost(LIMIT)
        .until(() -> admin.unackedMessages(queue) == 0 && admin.readyMessages(queue) == 0);
  }

  private List<String> deadLetterHeaders() {
    GetResponse dead = admin.get(Names.DEAD).orElseThrow();
    return dead.getProps().getHeaders().entrySet().stream()
        .map(header -> header.getKey() + "=" + header.getValue())
        .toList();
  }
}
