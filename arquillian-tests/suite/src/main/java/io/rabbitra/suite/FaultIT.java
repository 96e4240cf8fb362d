package io.rabbitra.suite;

import static io.rabbitra.suite.support.Fixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.it.app.CountingMdb;
import io.rabbitra.suite.support.Archives;
import io.rabbitra.suite.support.Fixture;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What beans and senders see of a broker that dies, freezes, or is not there. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class FaultIT {

  private static final String QUEUE = "it.counting";

  @ArquillianResource private Deployer deployer;

  private Fixture fixture;

  @Deployment(name = "probe", order = 1, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "beans", order = 2, testable = false, managed = false)
  static Archive<?> beans() {
    return Archives.beans("beans.war", CountingMdb.class);
  }

  @BeforeEach
  void begin() throws Exception {
    fixture = new Fixture();
    assumeTrue(fixture.broker().supportsFaults());
    fixture.freshQueues(QUEUE);
  }

  @Test
  void frozenBrokerIsNoticedByHeartbeatsAndFoundAgain() throws Exception {
    deployer.deploy("beans");
    try {
      fixture.awaitEndpoint("CountingMdb", "ACTIVE");
      List<String> confirmed = new ArrayList<>(fixture.probe().send(QUEUE, "first", 20));
      fixture.broker().freeze();
      try {
        await().atMost(LIMIT).until(() -> !fixture.endpoint("CountingMdb").contains(" ACTIVE "));
      } finally {
        fixture.broker().resume();
      }
      fixture.awaitEndpoint("CountingMdb", "ACTIVE");
      confirmed.addAll(fixture.probe().send(QUEUE, "second", 20));
      fixture.awaitBodies(confirmed);
    } finally {
      deployer.undeploy("beans");
    }
  }

  @Test
  void deploymentSucceedsWhileTheBrokerIsDownAndEveryConfirmedMessageArrives() throws Exception {
    List<String> confirmed = new ArrayList<>(fixture.probe().send(QUEUE, "first", 50));
    fixture.killBroker();
    try {
      deployer.deploy("beans");
      try {
        assertThat(fixture.endpoint("CountingMdb")).contains(" ACTIVATING ");
        HttpResponse<String> whileDown = fixture.probe().trySend(QUEUE, "down");
        assertThat(whileDown.statusCode()).isEqualTo(500);
        fixture.broker().start();
        fixture.awaitEndpoint("CountingMdb", "ACTIVE");
        confirmed.addAll(fixture.probe().send(QUEUE, "second", 50));
        fixture.awaitBodies(confirmed);
      } finally {
        deployer.undeploy("beans");
      }
    } finally {
      // Other classes need it, too.
      fixture.broker().start();
    }
  }
}
