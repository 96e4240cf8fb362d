package io.rabbitra.suite;

import static io.rabbitra.suite.support.Fixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.it.app.BeanManagedMdb;
import io.rabbitra.it.app.CountingMdb;
import io.rabbitra.it.app.GatedMdb;
import io.rabbitra.it.app.ListeningMdb;
import io.rabbitra.it.app.PlainMdb;
import io.rabbitra.suite.support.Archives;
import io.rabbitra.suite.support.Fixture;
import java.util.ArrayList;
import java.util.List;
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

/** Message-driven beans of two applications, bound to the adapter in the server's way. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DeliveryIT {

  private static final String COUNTING = "it.counting";
  private static final String PLAIN = "it.plain";

  @ArquillianResource private Deployer deployer;

  private final List<String> deployed = new ArrayList<>();
  private Fixture fixture;

  @Deployment(name = "probe", order = 1, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "beans", order = 2, testable = false)
  static Archive<?> beans() {
    return Archives.beans(
        "beans.war", CountingMdb.class, BeanManagedMdb.class, GatedMdb.class, ListeningMdb.class);
  }

  @Deployment(name = "others", order = 3, testable = false, managed = false)
  static Archive<?> others() {
    return Archives.beans("others.war", PlainMdb.class);
  }

  @BeforeEach
  void begin() throws Exception {
    fixture = new Fixture();
    fixture.freshQueues(COUNTING, PLAIN);
    fixture.awaitEndpoint("CountingMdb", "ACTIVE");
  }

  @AfterEach
  void undeploy() {
    deployed.forEach(deployer::undeploy);
  }

  @Test
  void rolledBackAndFailedDeliveriesComeAgain() throws Exception {
    fixture.admin().publish(COUNTING, "plain", "rollback", "throw");
    await().atMost(LIMIT).until(() -> fixture.probe().events().size() == 5);
    fixture.awaitSettled(COUNTING);
    assertThat(fixture.probe().bodies())
        .containsExactlyInAnyOrder("plain", "rollback", "rollback", "throw", "throw");
    assertThat(fixture.probe().events())
        .filteredOn(event -> event.contains("redelivered=true"))
        .hasSize(2);
  }

  @Test
  void deliveryToABeanThatDemarcatesItsTransactionsIsNoPartOfThem() throws Exception {
    fixture.freshQueues(BeanManagedMdb.REPLIES);
    fixture.awaitEndpoint("BeanManagedMdb", "ACTIVE");
    fixture.admin().publish(BeanManagedMdb.QUEUE, "commit", "rollback");
    await().atMost(LIMIT).until(() -> fixture.probe().events().size() >= 2);
    fixture.awaitSettled(BeanManagedMdb.QUEUE);
    assertThat(fixture.probe().events())
        .containsExactlyInAnyOrder("commit redelivered=false", "rollback redelivered=false");
    assertThat(fixture.admin().readyMessages(BeanManagedMdb.REPLIES)).isEqualTo(1);
  }

  @Test
  void asManyBeansWorkAsThereAreSessionsAndNoMore() throws Exception {
    fixture.awaitEndpoint("GatedMdb", "ACTIVE");
    String[] gates = Fixture.numbered("gate" + System.nanoTime() + "-", 5);
    fixture.admin().publish(GatedMdb.QUEUE, gates);
    await().atMost(LIMIT).until(() -> fixture.probe().events().size() == 3);
    assertThat(fixture.probe().busySessions()).isEqualTo(3);
    assertThat(fixture.admin().unackedMessages(GatedMdb.QUEUE)).isEqualTo(3);
    for (String gate : gates) {
      fixture.probe().open(gate);
    }
    await().atMost(LIMIT).until(() -> fixture.probe().events().size() == 10);
    fixture.awaitSettled(GatedMdb.QUEUE);
  }

  @Test
  void listenerOfTheNativeViewHasTheClassesOfTheAdapter() throws Exception {
    fixture.awaitEndpoint("ListeningMdb", "ACTIVE");
    fixture.admin().publish(ListeningMdb.QUEUE, "bytes");
    await().atMost(LIMIT).until(() -> fixture.probe().events().size() == 1);
    assertThat(fixture.probe().events())
        .containsExactly("bytes key=" + ListeningMdb.QUEUE + " classes of the adapter");
  }

  @Test
  void cancelledEndpointResumesWhenQueueIsDeclaredAgain() throws Exception {
    fixture.admin().publish(COUNTING, Fixture.numbered("before", 300));
    await().atMost(LIMIT).until(() -> fixture.probe().events().size() > 20);
    String before = fixture.endpoint("CountingMdb");
    fixture.admin().deleteQueue(COUNTING);
    fixture.awaitEndpoint("CountingMdb", "ACTIVATING");
    int seen = fixture.probe().events().size();
    fixture.admin().declareQueue(COUNTING);
    fixture.awaitEndpoint("CountingMdb", "ACTIVE");
    assertThat(fixture.probe().events()).hasSize(seen);
    assertThat(fixture.endpoint("CountingMdb")).isNotEqualTo(before);
    fixture.awaitBodies(fixture.probe().send(COUNTING, "after", 50));
  }

  @Test
  void applicationsComeAndGoWithoutDisturbingEachOther() throws Exception {
    long connections = fixture.beanConnections();
    for (int i = 0; i < 3; i++) {
      fixture.admin().publish(PLAIN, Fixture.numbered("others" + i + "-", 20));
      deploy("others");
      fixture.awaitBodies(List.of(Fixture.numbered("others" + i + "-", 20)));
      fixture.awaitBodies(fixture.probe().send(COUNTING, "beans" + i + "-", 5));
      undeploy("others");
      assertThat(fixture.endpoint("PlainMdb")).isEqualTo("none");
      assertThat(fixture.admin().consumers(PLAIN)).isZero();
    }
    await().atMost(LIMIT).until(() -> fixture.beanConnections() == connections);
    assertThat(fixture.endpoint("CountingMdb")).contains(" ACTIVE ");
  }

  private void deploy(String name) {
    deployer.deploy(name);
    deployed.add(name);
  }

  private void undeploy(String name) {
    deployer.undeploy(name);
    deployed.remove(name);
  }
}
