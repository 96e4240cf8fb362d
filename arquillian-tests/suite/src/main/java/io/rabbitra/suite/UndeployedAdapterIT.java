package io.rabbitra.suite;

import static io.rabbitra.suite.support.Fixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.it.app.CountingMdb;
import io.rabbitra.suite.container.Environment;
import io.rabbitra.suite.support.Archives;
import io.rabbitra.suite.support.Fixture;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What is left in the server and on the broker when the adapter is removed. The last class by its
 * name, for the next one would need another server.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class UndeployedAdapterIT {

  private static final String COUNTING = "it.counting";

  @ArquillianResource private Deployer deployer;
  @ArquillianResource private Environment environment;

  @Deployment(name = "probe", order = 1, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "beans", order = 2, testable = false, managed = false)
  static Archive<?> beans() {
    return Archives.beans("beans.war", CountingMdb.class);
  }

  @Test
  void removedAdapterLeavesNoThreadAndNoConnection() throws Exception {
    Fixture fixture = new Fixture();
    fixture.freshQueues(COUNTING);
    deployer.deploy("beans");
    fixture.awaitEndpoint("CountingMdb", "ACTIVE");
    fixture.awaitBodies(fixture.probe().send(COUNTING, "m", 20));
    assertThat(fixture.probe().adapterThreads()).isNotEmpty();
    deployer.undeploy("beans");

    environment.spend();
    environment.server().run(environment.page().block("remove"));

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(fixture.probe().adapterThreads()).isEmpty();
              assertThat(fixture.probe().threads())
                  .noneMatch(name -> name.contains("rabbitra-timer"));
              assertThat(fixture.admin().connections()).isEmpty();
              assertThat(fixture.admin().unackedMessages(COUNTING)).isZero();
            });
  }
}
