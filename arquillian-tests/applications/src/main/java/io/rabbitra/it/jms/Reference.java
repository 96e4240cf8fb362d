package io.rabbitra.it.jms;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the components of a war look up below {@code java:comp/env/}. Where the server has it is
 * said by the war's {@code web.xml}, so that the components have no names of a server in them.
 */
public enum Reference {
  POOLED(Jndi.POOLED, "jakarta.jms.ConnectionFactory"),
  QUEUES(Jndi.QUEUES, "jakarta.jms.QueueConnectionFactory"),
  TOPICS(Jndi.TOPICS, "jakarta.jms.TopicConnectionFactory"),
  LOGINS(Jndi.LOGINS, "jakarta.jms.ConnectionFactory"),
  SMALL(Jndi.SMALL, "jakarta.jms.ConnectionFactory"),
  SECURED(Jndi.SECURED, "jakarta.jms.ConnectionFactory"),
  NATIVE(Jndi.NATIVE, "io.rabbitra.AmqpConnectionFactory"),
  DECLARED_QUEUE(Jndi.DECLARED_QUEUE, "jakarta.jms.Queue"),
  DECLARED_TOPIC(Jndi.DECLARED_TOPIC, "jakarta.jms.Topic");

  private static final String ENVIRONMENT = "java:comp/env/";

  private final String jndiName;
  private final String type;

  Reference(String jndiName, String type) {
    this.jndiName = jndiName;
    this.type = type;
  }

  /** The name in the component's environment, such as {@code jms/Pooled}. */
  public String environmentName() {
    return jndiName.substring(ENVIRONMENT.length());
  }

  /**
   * A {@code web.xml} with these references.
   *
   * @param lookup from the name of {@link #environmentName} to the name in the server
   */
  public static String webXml(UnaryOperator<String> lookup, Reference... references) {
    return Arrays.stream(references)
        .map(reference -> reference.xml(lookup.apply(reference.environmentName())))
        .collect(
            Collectors.joining(
                "",
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"5.0\">\n",
                "</web-app>\n"));
  }

  private String xml(String lookup) {
    return isFactory()
        ? """
          <resource-ref>
            <res-ref-name>%s</res-ref-name>
            <res-type>%s</res-type>
            <res-auth>%s</res-auth>
            <lookup-name>%s</lookup-name>
          </resource-ref>
        """
            .formatted(
                environmentName(), type, this == LOGINS ? "Application" : "Container", lookup)
        : """
          <resource-env-ref>
            <resource-env-ref-name>%s</resource-env-ref-name>
            <resource-env-ref-type>%s</resource-env-ref-type>
            <lookup-name>%s</lookup-name>
          </resource-env-ref>
        """
            .formatted(environmentName(), type, lookup);
  }

  private boolean isFactory() {
    return type.endsWith("Factory");
  }
}
