package io.rabbitra.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.it.app.WrongMdb;
import io.rabbitra.it.support.AdapterSetup;
import io.rabbitra.it.support.Archives;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A bean whose activation is refused. By its name the last of all: until it is restarted, WildFly
 * fails to resume the bean that it has not deployed (WFLYEJB0501), when it is suspended.
 */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(AdapterSetup.class)
@RunAsClient
class WildFlyWrongActivationIT {

  @ArquillianResource private Deployer deployer;

  @Deployment(name = "adapter", order = 1, testable = false)
  static Archive<?> adapter() {
    return Archives.adapter();
  }

  @Deployment(name = "wrong", order = 2, testable = false, managed = false)
  static Archive<?> wrong() {
    return Archives.beans("wrong.war", WrongMdb.class);
  }

  @AfterEach
  void undeploy() {
    deployer.undeploy("wrong");
  }

  @Test
  void wrongActivationIsRefusedWithTheNamesOfTheProperties() {
    assertThatThrownBy(() -> deployer.deploy("wrong"))
        .hasStackTraceContaining("destinationType")
        .hasStackTraceContaining("destinationName")
        .hasStackTraceContaining("maxSessions = 0");
  }
}
