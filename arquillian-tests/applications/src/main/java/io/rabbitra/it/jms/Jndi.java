package io.rabbitra.it.jms;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Where applications of the tests look up connection factories and destinations. */
public final class Jndi {

  public static final String POOLED = "java:comp/env/jms/Pooled";

  /** A QueueConnectionFactory that trusts the objects of this package. */
  public static final String QUEUES = "java:comp/env/jms/Queues";

  /** A TopicConnectionFactory with the client identifier {@value #CLIENT_ID}. */
  public static final String TOPICS = "java:comp/env/jms/Topics";

  public static final String CLIENT_ID = "it-client";

  /** A ConnectionFactory whose pool keeps the logins of applications apart. */
  public static final String LOGINS = "java:comp/env/jms/Logins";

  /** A ConnectionFactory whose pool has two connections. */
  public static final String SMALL = "java:comp/env/jms/Small";

  /** A ConnectionFactory whose login is from the server's own store. */
  public static final String SECURED = "java:comp/env/jms/Secured";

  /** The native view. */
  public static final String NATIVE = "java:comp/env/rabbit/Native";

  /** A queue that is declared with {@code x-max-priority}. */
  public static final String DECLARED_QUEUE = "java:comp/env/jms/DeclaredQueue";

  /** A topic whose exchange is declared. */
  public static final String DECLARED_TOPIC = "java:comp/env/jms/DeclaredTopic";

  private Jndi() {}

  @SuppressWarnings("BanJNDI") // names of the test
  static <T> T lookup(String name) throws NamingException {
    return InitialContext.doLookup(name);
  }
}
