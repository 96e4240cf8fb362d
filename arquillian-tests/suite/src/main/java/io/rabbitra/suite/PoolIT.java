package io.rabbitra.suite;

import static io.rabbitra.it.client.JmsApplication.Place.BEAN;
import static io.rabbitra.suite.support.Fixture.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.it.jms.Jndi;
import io.rabbitra.it.jms.PoolLimit;
import io.rabbitra.suite.support.Archives;
import io.rabbitra.suite.support.Fixture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server's pool of connections, with its limits, and after the broker went and came. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PoolIT {

  private static final String QUEUE = "it.pool";

  private Fixture fixture;

  @Deployment(name = "probe", order = 1, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "jms", order = 2, testable = false)
  static Archive<?> jms() {
    return Archives.jms();
  }

  @BeforeEach
  void begin() throws Exception {
    fixture = new Fixture();
    fixture.freshQueues(QUEUE);
  }

  @Test
  void poolGivesAsManyConnectionsAsItIsAllowedToAndGetsThemBack() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(fixture.jms().run(BEAN, PoolLimit.class, Jndi.SMALL))
          .containsExactly("2 then JMSException");
    }
  }

  @Test
  void firstSendAfterARestartOfTheBrokerIsMadeWithAConnectionThatWorks() throws Exception {
    assumeTrue(fixture.broker().supportsFaults());
    fixture.probe().send(QUEUE, "before", 3);
    fixture.killBroker();
    assertThat(fixture.probe().trySend(QUEUE, "down").statusCode()).isEqualTo(500);
    fixture.broker().start();
    // The connections of the pool are gone, and the pool knows: none is handed out.
    assertThat(fixture.probe().send(QUEUE, "after", 10)).hasSize(10);
    assertThat(fixture.admin().readyMessages(QUEUE)).isGreaterThanOrEqualTo(10);
  }

  @Test
  void connectionsThatTheBrokerClosedAreReplaced() throws Exception {
    fixture.probe().send(QUEUE, "before", 3);
    fixture.admin().closeAllConnections();
    await().atMost(LIMIT).until(() -> fixture.probe().trySend(QUEUE, "after").statusCode() == 200);
    assertThat(fixture.probe().send(QUEUE, "more", 10)).hasSize(10);
  }
}
