package io.rabbitra.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.it.app.WrongMdb;
import io.rabbitra.server.ApplicationServer;
import io.rabbitra.suite.support.Archives;
import io.rabbitra.suite.support.Fixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A bean whose activation is refused. By its name after {@link OperationsIT}: until it is
 * restarted, WildFly fails to resume the bean that it has not deployed, when it is suspended.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RefusedActivationIT {

  @ArquillianResource private Deployer deployer;
  @ArquillianResource private ApplicationServer server;

  private boolean deployed;

  @Deployment(name = "probe", order = 1, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "wrong", order = 2, testable = false, managed = false)
  static Archive<?> wrong() {
    return Archives.beans("wrong.war", WrongMdb.class);
  }

  @AfterEach
  void undeploy() {
    if (deployed) {
      deployer.undeploy("wrong");
    }
  }

  @Test
  void wrongActivationIsRefusedWithTheNamesOfTheProperties() throws Exception {
    Fixture fixture = new Fixture();
    long before = Files.size(server.log());
    String refusal = refusal();
    byte[] log = Files.readAllBytes(server.log());
    assertThat(
            refusal
                + new String(log, (int) before, log.length - (int) before, StandardCharsets.UTF_8))
        .contains("destinationType")
        .contains("acknowledgeMode")
        .contains("maxSessions = 0");
    assertThat(fixture.endpoint("WrongMdb")).isEqualTo("none");
  }

  /** Servers fail the deployment, or say it in their log. */
  private String refusal() {
    try {
      deployer.deploy("wrong");
      deployed = true;
      return "";
    } catch (Exception e) {
      // Arquillian throws what the method does not declare.
      return String.valueOf(e);
    }
  }
}
