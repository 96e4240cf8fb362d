package io.rabbitra.it.jms;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The names under which the test has configured connection factories and destinations. */
public final class Jndi {

  public static final String POOLED = "java:/jms/Pooled";

  /** A QueueConnectionFactory that trusts the objects of this package. */
  public static final String QUEUES = "java:/jms/Queues";

  /** A TopicConnectionFactory with the client identifier {@value #CLIENT_ID}. */
  public static final String TOPICS = "java:/jms/Topics";

  public static final String CLIENT_ID = "it-client";

  /** A ConnectionFactory whose pool keeps the logins of applications apart. */
  public static final String LOGINS = "java:/jms/Logins";

  /** A queue that is declared with {@code x-max-priority}. */
  public static final String DECLARED_QUEUE = "java:/jms/DeclaredQueue";

  /** A topic whose exchange is declared. */
  public static final String DECLARED_TOPIC = "java:/jms/DeclaredTopic";

  private Jndi() {}

  @SuppressWarnings("BanJNDI") // names of the test
  static <T> T lookup(String name) throws NamingException {
    return InitialContext.doLookup(name);
  }
}
