package io.rabbitra.inbound;

import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.logging.Loggers;
import java.lang.System.Logger.Level;
import javax.naming.InitialContext;
import javax.naming.InvalidNameException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;

/**
 * What TomEE has under the id that it writes as the activation property {@code destination}, in
 * place of {@code destinationName} and of {@code destinationLookup} (its AutoConfig): the resource
 * of the server's configuration or of the application, or else one that it makes for the id.
 *
 * @param jndiName where it is
 * @param configured whether it is a destination of this adapter that says more than the id
 */
record TomeeResource(String jndiName, boolean configured) {

  private static final System.Logger LOG = Loggers.of(TomeeResource.class);

  private static final String RESOURCES = "openejb:Resource/";

  /**
   * Null on other servers, which know no such names; also, with a warning, if there is something
   * that cannot be looked up.
   */
  // The name is the deployer's.
  @SuppressWarnings("BanJNDI")
  static TomeeResource find(String id) {
    String name = RESOURCES + id;
    try {
      Object found = new InitialContext().lookup(name);
      return found == null ? null : new TomeeResource(name, isConfigured(found, id));
    } catch (NamingException e) {
      if (!isUnknown(e)) {
        // Not a failed activation: what a server throws for a name it does not know is its choice.
        LOG.log(
            Level.WARNING,
            "destination = " + id + " is taken for a name, for " + name + " cannot be looked up",
            e);
      }
      return null;
    }
  }

  /** GlassFish has the exception that says so as a cause. */
  private static boolean isUnknown(NamingException failure) {
    Throwable last = failure;
    while (!saysUnknown(last) && last.getCause() != null) {
      last = last.getCause();
    }
    return saysUnknown(last);
  }

  private static boolean saysUnknown(Throwable failure) {
    return failure instanceof NameNotFoundException
        || failure instanceof NoInitialContextException
        || failure instanceof InvalidNameException;
  }

  private static boolean isConfigured(Object found, String id) {
    return found instanceof RabbitDestination
        && !found.equals(new RabbitQueue(id))
        && !found.equals(new RabbitTopic(id));
  }
}
