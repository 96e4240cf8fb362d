package io.rabbitra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.GetResponse;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.it.client.Server;
import io.rabbitra.it.support.AdapterSetup;
import io.rabbitra.it.support.Archives;
import io.rabbitra.it.support.ChaosApplication;
import io.rabbitra.it.support.ChaosApplication.Processed;
import io.rabbitra.it.support.Faults;
import io.rabbitra.it.support.TestEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.api.ContainerResource;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Producers and beans, with transactions and without, while one fault follows the other. How long,
 * and in which order: system properties {@code rabbitra.chaos.seconds} and {@code
 * rabbitra.chaos.seed}.
 */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(AdapterSetup.class)
@RunAsClient
class WildFlyChaosIT {

  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** An acknowledgement may wait so long for its batch, or be on the wire, when a fault comes. */
  private static final long IN_FLIGHT_MILLIS = 2000;

  private static final List<String> QUEUES =
      List.of("chaos.auto", "chaos.tx", "chaos.out", "chaos.deleted", "chaos.dead");

  @ArquillianResource private Deployer deployer;
  @ArquillianResource private RabbitBroker broker;
  @ContainerResource private ManagementClient management;

  private final Server server = TestEnvironment.server();
  private final ChaosApplication application = new ChaosApplication();

  @Deployment(name = "adapter", order = 1, testable = false, managed = false)
  static Archive<?> adapter() {
    return Archives.adapter();
  }

  @Deployment(name = "saturating", order = 2, testable = false)
  static Archive<?> saturating() {
    return Archives.saturatingAdapter();
  }

  @Deployment(name = "probe", order = 3, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "producers", order = 4, testable = false, managed = false)
  static Archive<?> producers() {
    return Archives.chaosProducers();
  }

  @Deployment(name = "beans", order = 5, testable = false, managed = false)
  static Archive<?> beans() {
    return Archives.chaosBeans();
  }

  @Test
  void everyConfirmedMessageIsProcessedOrDeadLetteredAndNothingIsLeft() throws Exception {
    assumeTrue(broker.supportsFaults());
    long seed = Long.getLong("rabbitra.chaos.seed", 20121109);
    long seconds = Long.getLong("rabbitra.chaos.seconds", 60);
    BrokerAdmin admin = new BrokerAdmin(broker);
    QUEUES.forEach(admin::deleteQueue);
    admin.declareQueue("chaos.auto");
    for (String queue : List.of("chaos.tx", "chaos.out", "chaos.deleted", "chaos.dead")) {
      admin.declareQueue(queue, Map.of("x-queue-type", "quorum", "x-delivery-limit", 1000));
    }
    deployer.deploy("adapter");
    deployer.deploy("producers");
    deployer.deploy("beans");
    application.start("chaos.auto", false);
    application.start("chaos.tx", true);
    application.start("chaos.deleted", false);

    Faults faults = new Faults(seed, broker, deployer, management, application);
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (System.nanoTime() < end) {
      faults.next();
    }
    for (String queue : List.of("chaos.auto", "chaos.tx", "chaos.deleted")) {
      application.stop(queue);
      await().atMost(LIMIT).until(() -> application.live(queue) == 0);
    }

    Map<String, Long> sent = application.sent();
    Set<String> dead = new HashSet<>();
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              dead.addAll(take(admin, "chaos.dead"));
              Map<String, Long> missing = new HashMap<>(sent);
              missing.keySet().removeAll(dead);
              application.processed().forEach(one -> missing.remove(one.id()));
              assertThat(missing)
                  .as("seed %d, faults %s, queues %s", seed, faults.made(), admin.queues())
                  .isEmpty();
            });
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              dead.addAll(take(admin, "chaos.dead"));
              for (String queue : QUEUES) {
                assertThat(admin.readyMessages(queue)).as(queue).isZero();
                assertThat(admin.unackedMessages(queue)).as(queue).isZero();
              }
            });
    List<Processed> processed = application.processed();
    assertThat(processed).noneMatch(one -> one.id().endsWith("-poison"));
    assertThat(unexplained(processed, faults.made()))
        .as("duplicates of messages that were not in flight; seed %d", seed)
        .isEmpty();
    assertThat(sent.size()).as("sent in spite of the faults").isGreaterThan((int) seconds * 5);

    System.getLogger("chaos")
        .log(
            System.Logger.Level.INFO,
            "seed {0}: {1} faults, {2} sent, {3} processed, {4} dead, {5} sends failed",
            String.valueOf(seed),
            faults.made().size(),
            sent.size(),
            processed.size(),
            dead.size(),
            application.failed().size());

    deployer.undeploy("beans");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(server.endpoints()).isEmpty();
              assertThat(admin.connections()).noneMatch(each -> each.name().contains(" mdb "));
              QUEUES.forEach(queue -> assertThat(admin.consumers(queue)).as(queue).isZero());
            });
    deployer.undeploy("producers");
    deployer.undeploy("adapter");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(admin.connections()).as("connections").isEmpty();
              assertThat(server.adapterThreads()).as("threads").isEmpty();
            });
  }

  /** Messages that a bean processed twice though there was no fault in between. */
  private static List<String> unexplained(List<Processed> processed, List<Faults.Made> faults) {
    Map<String, List<Processed>> byId =
        processed.stream().collect(Collectors.groupingBy(Processed::id));
    List<String> unexplained = new ArrayList<>();
    byId.forEach(
        (id, times) -> {
          for (int i = 1; i < times.size(); i++) {
            long first = times.get(i - 1).millis();
            long again = times.get(i).millis();
            if (faults.stream()
                .noneMatch(
                    fault ->
                        fault.from() <= again
                            && first <= fault.to() + IN_FLIGHT_MILLIS
                            && first >= fault.from() - IN_FLIGHT_MILLIS)) {
              unexplained.add(id + ": " + times);
            }
          }
        });
    return unexplained;
  }

  private static Set<String> take(BrokerAdmin admin, String queue) {
    Set<String> bodies = new HashSet<>();
    for (Optional<GetResponse> next = admin.get(queue); next.isPresent(); next = admin.get(queue)) {
      bodies.add(new String(next.get().getBody(), StandardCharsets.UTF_8));
    }
    return bodies;
  }
}
