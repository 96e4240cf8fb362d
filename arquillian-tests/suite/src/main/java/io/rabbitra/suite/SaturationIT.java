package io.rabbitra.suite;

import static io.rabbitra.suite.support.Fixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.ConnectionInfo;
import io.rabbitra.it.app.CountingMdb;
import io.rabbitra.it.app.PlainMdb;
import io.rabbitra.it.app.SlowMdb;
import io.rabbitra.it.client.Server.Saturation;
import io.rabbitra.suite.support.Archives;
import io.rabbitra.suite.support.Fixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nobody gives the adapter a thread: another adapter has those of the server, slow beans those of
 * the adapter itself. On a server with a WorkManager for each adapter, slow beans have them all.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SaturationIT {

  private static final String COUNTING = "it.counting";
  private static final String PLAIN = "it.plain";

  /** Both sides give a connection up after four seconds of silence. */
  private static final Duration SEVERAL_HEARTBEATS = Duration.ofSeconds(8);

  private final String slow = "slow" + System.nanoTime();
  private final String saturation = "saturation" + System.nanoTime();
  private Fixture fixture;

  @Deployment(name = "saturating", order = 1, testable = false)
  static Archive<?> saturating() {
    return Archives.saturatingAdapter();
  }

  @Deployment(name = "probe", order = 2, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "beans", order = 3, testable = false)
  static Archive<?> beans() {
    return Archives.beans("beans.war", CountingMdb.class, PlainMdb.class, SlowMdb.class);
  }

  @BeforeEach
  void begin() throws Exception {
    fixture = new Fixture();
    fixture.freshQueues(COUNTING, SlowMdb.QUEUE);
    for (String bean : List.of("CountingMdb", "PlainMdb", "SlowMdb")) {
      fixture.awaitEndpoint(bean, "ACTIVE");
    }
  }

  @AfterEach
  void letGo() throws Exception {
    fixture.probe().open(saturation);
    fixture.probe().open(slow);
  }

  @Test
  void connectionsLiveAndSendersWorkWhileThereIsNoThreadAndThenEveryMessageArrives()
      throws Exception {
    fixture.awaitBodies(fixture.probe().send(COUNTING, "before", 5));
    // Of this bean only; the other two are disturbed below, or were by new queues.
    String endpoint = fixture.endpoint("SlowMdb");
    String[] waiting = Fixture.numbered(slow + ":", 2 * SlowMdb.SESSIONS);
    fixture.admin().publish(SlowMdb.QUEUE, waiting);
    await()
        .atMost(LIMIT)
        .until(() -> fixture.admin().readyMessages(SlowMdb.QUEUE) == SlowMdb.SESSIONS);
    await().atMost(LIMIT).until(() -> fixture.probe().busySessions() > 0);
    List<ConnectionInfo> connections = fixture.admin().connections();
    fixture.probe().saturate(saturation);
    awaitSaturation();

    List<String> sent = new ArrayList<>(fixture.probe().send(COUNTING, "first", 5));
    await()
        .during(SEVERAL_HEARTBEATS)
        .atMost(SEVERAL_HEARTBEATS.plus(LIMIT))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(addresses(fixture.admin().connections()))
                    .containsAll(addresses(connections)));
    sent.addAll(fixture.probe().send(COUNTING, "second", 5));
    fixture.admin().deleteQueue(PLAIN);
    assertThat(fixture.probe().bodies()).doesNotContain(sent.get(0), waiting[0]);
    assertThat(fixture.endpoint("SlowMdb")).isEqualTo(endpoint);

    letGo();
    sent.addAll(List.of(waiting));
    fixture.awaitBodies(sent);
    await().atMost(LIMIT).until(() -> fixture.endpoint("PlainMdb").endsWith(" ACTIVE 1 1"));
    fixture.awaitBodies(fixture.probe().send(PLAIN, "again", 5));
    fixture.awaitSettled(COUNTING);
    fixture.awaitSettled(SlowMdb.QUEUE);
    assertThat(fixture.endpoint("SlowMdb")).isEqualTo(endpoint);
    assertThat(fixture.probe().events())
        .filteredOn(event -> event.contains("redelivered=true"))
        .isEmpty();
  }

  /** Returns when the server has no thread to give, or had one for each Work of 250. */
  private void awaitSaturation() {
    await()
        .during(Duration.ofSeconds(1))
        .atMost(LIMIT)
        .until(
            () -> {
              Saturation now = fixture.probe().saturation();
              return now.isFull() || now.isServed();
            });
  }

  /** Both ends of each, which no other connection has. */
  private static List<String> addresses(List<ConnectionInfo> connections) {
    return connections.stream().map(ConnectionInfo::address).toList();
  }
}
