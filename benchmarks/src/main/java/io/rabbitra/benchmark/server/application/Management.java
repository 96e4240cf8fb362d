package io.rabbitra.benchmark.server.application;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * WildFly's management model, reached through JMX from inside: a command line client would be one
 * more JVM that runs while the time is taken.
 */
final class Management {

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  /** Activates the endpoint of a bean. */
  void startDelivery(String archive, String bean) throws JMException {
    server.invoke(bean(archive, bean), "startDelivery", new Object[0], new String[0]);
  }

  /** Deactivates it; returns when its last message is done. */
  void stopDelivery(String archive, String bean) throws JMException {
    server.invoke(bean(archive, bean), "stopDelivery", new Object[0], new String[0]);
  }

  /** The messages in a queue of a broker in the server, those in delivery too. */
  long messageCount(String broker, String queue) throws JMException {
    ObjectName name =
        new ObjectName(
            "jboss.as:subsystem=messaging-activemq,server=" + broker + ",jms-queue=" + queue);
    return ((Number) server.getAttribute(name, "messageCount")).longValue();
  }

  private static ObjectName bean(String archive, String bean) throws JMException {
    return new ObjectName(
        "jboss.as:deployment=" + archive + ",subsystem=ejb3,message-driven-bean=" + bean);
  }
}
