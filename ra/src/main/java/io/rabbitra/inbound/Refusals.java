package io.rabbitra.inbound;

import java.util.Set;

/**
 * What servers throw in place of the bean while they stop, suspend or undeploy it, when the
 * endpoint may not be deactivated yet. The bean has not begun: the message is as good as not
 * delivered.
 */
final class Refusals {

  /** WildFly has classes for it. */
  private static final Set<String> CLASSES =
      Set.of(
          "org.jboss.as.ejb3.component.EJBComponentUnavailableException",
          "org.jboss.as.ee.component.ComponentIsStoppedException");

  /**
   * GlassFish and Payara Server throw an EJBException with a text that depends on the language, as
   * the first thing of a delivery ("Message-driven bean invocation closed by container"). What a
   * bean throws comes from another method, and has a cause.
   */
  private static final String GLASSFISH_CLASS = "jakarta.ejb.EJBException";

  private static final String GLASSFISH_ORIGIN = "org.glassfish.ejb.mdb.MessageBeanContainer";
  private static final String GLASSFISH_METHOD = "beforeMessageDelivery";

  private Refusals() {}

  /**
   * @param thrown what a call of the bean threw, or null
   */
  static boolean isOne(Throwable thrown) {
    return thrown != null
        && (CLASSES.contains(thrown.getClass().getName()) || isOfGlassFish(thrown));
  }

  private static boolean isOfGlassFish(Throwable thrown) {
    if (!thrown.getClass().getName().equals(GLASSFISH_CLASS) || thrown.getCause() != null) {
      return false;
    }
    StackTraceElement[] trace = thrown.getStackTrace();
    return trace.length > 0
        && trace[0].getClassName().equals(GLASSFISH_ORIGIN)
        && trace[0].getMethodName().equals(GLASSFISH_METHOD);
  }
}
