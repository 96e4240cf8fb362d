package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import org.jboss.as.ejb3.component.EJBComponentUnavailableException;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private static Throwable from(String method, Throwable cause) {
    Throwable thrown = new EJBException("closed", cause);
    thrown.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("org.glassfish.ejb.mdb.MessageBeanContainer", method, null, 1),
          new StackTraceElement("io.rabbitra.inbound.BeanInvoker", "callBean", null, 1)
        });
    return thrown;
  }

  @Test
  void classesOfWildFlyAreRefusals() {
    assertThat(Refusals.isOne(new EJBComponentUnavailableException())).isTrue();
  }

  @Test
  void containerOfGlassFishRefusesBeforeTheDelivery() {
    assertThat(Refusals.isOne(from("beforeMessageDelivery", null))).isTrue();
  }

  @Test
  void exceptionsOfBeansAreNone() {
    assertThat(Refusals.isOne(null)).isFalse();
    assertThat(Refusals.isOne(new IllegalStateException())).isFalse();
    assertThat(Refusals.isOne(new EJBException("of the bean itself", null))).isFalse();
    assertThat(Refusals.isOne(from("deliverMessage", null))).isFalse();
    assertThat(Refusals.isOne(from("beforeMessageDelivery", new RuntimeException()))).isFalse();
  }
}
