package io.rabbitra.suite;

import static io.rabbitra.suite.support.Fixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.it.app.CountingMdb;
import io.rabbitra.it.app.EmbeddedMdb;
import io.rabbitra.suite.container.Environment;
import io.rabbitra.suite.support.Archives;
import io.rabbitra.suite.support.Fixture;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The adapter in an ear with the beans it delivers to, beside the one that is deployed itself. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class EarIT {

  private static final String COUNTING = "it.counting";

  @ArquillianResource private Deployer deployer;
  @ArquillianResource private Environment environment;

  @Deployment(name = "probe", order = 1, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "beans", order = 2, testable = false)
  static Archive<?> beans() {
    return Archives.beans("beans.war", CountingMdb.class);
  }

  @Deployment(name = "ear", order = 3, testable = false, managed = false)
  static Archive<?> ear() {
    return Archives.ear("embedded.ear", EmbeddedMdb.class);
  }

  @Test
  void adapterInAnEarDeliversBesideTheOtherOneAndGoesWithTheEar() throws Exception {
    assumeTrue(environment.server().supportsAdapterInEar());
    Fixture fixture = new Fixture();
    fixture.freshQueues(COUNTING, EmbeddedMdb.QUEUE);
    fixture.awaitEndpoint("CountingMdb", "ACTIVE");
    run("before-ear");
    for (int round = 0; round < 2; round++) {
      long connections = fixture.admin().connections().size();
      List<String> threads = fixture.probe().adapterThreads();
      fixture.probe().clear();
      deployer.deploy("ear");
      fixture.awaitEndpoint("EmbeddedMdb", "ACTIVE");
      fixture.admin().publish(EmbeddedMdb.QUEUE, Fixture.numbered("embedded" + round + "-", 20));
      fixture.admin().publish(COUNTING, Fixture.numbered("counted" + round + "-", 20));
      fixture.awaitBodies(List.of(Fixture.numbered("embedded" + round + "-", 20)));
      fixture.awaitBodies(List.of(Fixture.numbered("counted" + round + "-", 20)));
      fixture.awaitSettled(EmbeddedMdb.QUEUE);

      deployer.undeploy("ear");
      assertThat(fixture.endpoint("EmbeddedMdb")).isEqualTo("none");
      assertThat(fixture.admin().consumers(EmbeddedMdb.QUEUE)).isZero();
      await().atMost(LIMIT).until(() -> fixture.admin().connections().size() <= connections);
      await().atMost(LIMIT).until(() -> fixture.probe().adapterThreads().size() <= threads.size());
      assertThat(fixture.endpoint("CountingMdb")).contains(" ACTIVE ");
    }
    run("after-ear");
  }

  /** What an operator of this server does for an adapter in an ear, if there is anything. */
  private void run(String block) {
    environment.testPage().find(block).ifPresent(environment.server()::run);
  }
}
