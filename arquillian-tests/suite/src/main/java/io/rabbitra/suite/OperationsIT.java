package io.rabbitra.suite;

import static io.rabbitra.suite.support.Fixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.it.app.CopyingMdb;
import io.rabbitra.it.app.CountingMdb;
import io.rabbitra.it.app.OnceMdb;
import io.rabbitra.it.client.Load;
import io.rabbitra.server.ApplicationServer;
import io.rabbitra.server.DeliveryControl;
import io.rabbitra.server.Suspension;
import io.rabbitra.suite.support.Archives;
import io.rabbitra.suite.support.Fixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators do to a server while messages come: nothing is lost, nothing comes afterwards. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class OperationsIT {

  private static final String COUNTING = "it.counting";

  /** What beans have to do besides what is sent meanwhile. */
  private static final int BACKLOG = 2000;

  /** How often beans are stopped while messages come. */
  private static final int STOPS = 2;

  /** Of each bean. */
  private static final int SESSIONS = 4;

  @ArquillianResource private Deployer deployer;
  @ArquillianResource private ApplicationServer server;

  private final String prefix = UUID.randomUUID() + "-";
  private Fixture fixture;
  private boolean onceDeployed;

  @Deployment(name = "probe", order = 1, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "beans", order = 2, testable = false)
  static Archive<?> beans() {
    return Archives.beans("beans.war", CountingMdb.class, CopyingMdb.class);
  }

  @Deployment(name = "once", order = 3, testable = false, managed = false)
  static Archive<?> once() {
    return Archives.beans("once.war", OnceMdb.class);
  }

  @BeforeEach
  void begin() throws Exception {
    fixture = new Fixture();
    fixture.freshQueues(COUNTING, CopyingMdb.QUEUE, CopyingMdb.COPIES);
    fixture.awaitConsumers(COUNTING, 4);
    fixture.awaitConsumers(CopyingMdb.QUEUE, 4);
  }

  @Test
  void stoppedServerHoldsNothingAndGoesOnWithWhatWasLeft() throws Exception {
    String[] backlog = Fixture.numbered(prefix + "backlog", BACKLOG);
    try (Load load = new Load(fixture.probe(), CopyingMdb.QUEUE, prefix + "sent")) {
      awaitWork(load, backlog);

      server.stop();

      assertThat(server.isRunning()).isFalse();
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(fixture.admin().connections()).isEmpty());
      assertThat(fixture.admin().consumers(CopyingMdb.QUEUE)).isZero();
      assertThat(fixture.admin().unackedMessages(CopyingMdb.QUEUE)).isZero();

      server.start();
      awaitProgress(load);
      assertThat(copies(load.stop(), backlog)).as("copies of the backlog").doesNotHaveDuplicates();
    }
  }

  @Test
  void killedServerLosesNothing() throws Exception {
    String[] backlog = Fixture.numbered(prefix + "backlog", BACKLOG);
    try (Load load = new Load(fixture.probe(), CopyingMdb.QUEUE, prefix + "sent")) {
      awaitWork(load, backlog);

      ProcessHandle jvm = ProcessHandle.of(server.pid()).orElseThrow();
      assertThat(jvm.destroyForcibly()).isTrue();
      jvm.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      await().atMost(LIMIT).until(() -> !server.isRunning());

      server.start();
      awaitProgress(load);
      copies(load.stop(), backlog);
    }
  }

  @Test
  void undeploymentsUnderLoadLoseNothingAndCountNothingAsFailed() throws Exception {
    fixture.freshQueues(OnceMdb.QUEUE);
    String[] backlog = Fixture.numbered(prefix + "backlog", BACKLOG);
    fixture.admin().publish(OnceMdb.QUEUE, backlog);
    try (Load load = new Load(fixture.probe(), OnceMdb.QUEUE, prefix + "sent")) {
      for (int i = 0; i < STOPS; i++) {
        int before = fixture.probe().events().size();
        deployOnce();
        await().atMost(LIMIT).until(() -> fixture.probe().events().size() > before + 300);
        undeployOnce();
        assertNothingIsConsumed(OnceMdb.QUEUE);
        awaitProgress(load);
      }
      deployOnce();
      List<String> sent = new ArrayList<>(load.stop());
      sent.addAll(List.of(backlog));
      assertEachArrivesOnce(OnceMdb.QUEUE, sent);
    }
  }

  @Test
  void stoppedDeliveryBringsNothingMoreAndIsStartedAgainWithAllThatCameMeanwhile()
      throws Exception {
    assumeTrue(server.deliveryControl().isPresent());
    DeliveryControl delivery = server.deliveryControl().get();
    try (Load load = new Load(fixture.probe(), COUNTING, prefix)) {
      for (int i = 0; i < STOPS; i++) {
        awaitProgress(load);
        delivery.stop("beans.war", "CountingMdb");
        List<String> seen = fixture.probe().events();
        assertNothingIsConsumed(COUNTING);
        assertThat(fixture.probe().events()).isEqualTo(seen);
        delivery.start("beans.war", "CountingMdb");
        await().atMost(LIMIT).until(() -> fixture.probe().events().size() > seen.size());
      }
      assertEachArrivesOnce(COUNTING, load.stop());
    }
  }

  @Test
  void suspendedServerGetsNothingAndGoesOnWhenItIsResumed() throws Exception {
    assumeTrue(server.suspension().isPresent());
    Suspension suspension = server.suspension().get();
    try (Load load = new Load(fixture.probe(), COUNTING, prefix)) {
      awaitProgress(load);
      suspension.suspend();
      try {
        assertNothingIsConsumed(COUNTING);
        fixture.admin().publish(COUNTING, prefix + "while-suspended");
        assertNothingIsConsumed(COUNTING);
      } finally {
        suspension.resume();
      }
      awaitProgress(load);
      List<String> sent = new ArrayList<>(load.stop());
      sent.add(prefix + "while-suspended");
      fixture.awaitBodies(sent);
      assertThat(fixture.probe().bodies()).doesNotHaveDuplicates();
    }
  }

  @Test
  void noThreadIsMadeByTheAdapterOrItsClient() throws Exception {
    fixture.awaitBodies(fixture.probe().send(COUNTING, "m", 50));
    // Without a server it would name threads so; the timer is one that the server has made. TomEE
    // calls its own threads for an adapter "<id>-worker- - <number>".
    assertThat(fixture.probe().threads())
        .noneMatch(
            name ->
                name.startsWith("rabbitra-") && !name.matches("rabbitra-(timer|worker- - \\d+)"))
        .noneMatch(name -> name.matches("(?i).*(rabbitmq|amqp|nioEventLoop|netty|globalEvent).*"))
        .noneMatch(name -> name.contains("guest"));
  }

  private void deployOnce() {
    onceDeployed = true;
    deployer.deploy("once");
  }

  /** After the test, so that it cannot hide why the test failed. */
  @AfterEach
  void undeployOnce() {
    if (onceDeployed) {
      onceDeployed = false;
      deployer.undeploy("once");
    }
  }

  /** Returns when the beans are in the middle of the backlog, and messages are being sent. */
  private void awaitWork(Load load, String[] backlog) {
    fixture.admin().publish(CopyingMdb.QUEUE, backlog);
    awaitProgress(load);
    await().atMost(LIMIT).until(() -> fixture.admin().readyMessages(CopyingMdb.COPIES) > 100);
  }

  /** Returns the copies of the backlog when all that was confirmed has been processed. */
  private List<String> copies(List<String> confirmed, String[] backlog) {
    fixture.awaitSettled(CopyingMdb.QUEUE);
    List<String> copies = fixture.admin().takeAll(CopyingMdb.COPIES);
    assertThat(Set.copyOf(copies)).containsAll(confirmed).contains(backlog);
    return copies.stream().filter(Set.of(backlog)::contains).toList();
  }

  private void awaitProgress(Load load) {
    int before = load.confirmed();
    await().atMost(LIMIT).until(() -> load.confirmed() > before + 30);
  }

  private void assertNothingIsConsumed(String queue) {
    assertThat(fixture.admin().consumers(queue)).isZero();
    assertThat(fixture.admin().unackedMessages(queue)).isZero();
    assertThat(fixture.admin().connections())
        .noneMatch(each -> each.name().contains("(" + queue + ")"));
  }

  /** But for what the server rolled back when it stopped the beans, at most one per session. */
  private void assertEachArrivesOnce(String queue, List<String> sent) throws Exception {
    fixture.awaitBodies(sent);
    fixture.awaitSettled(queue);
    List<String> arrived = fixture.probe().bodies();
    assertThat(Set.copyOf(arrived)).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(arrived)
        .hasSizeLessThanOrEqualTo(
            sent.size() + (server.rollsBackWhenBeansStop() ? STOPS * SESSIONS : 0));
  }
}
