package io.rabbitra.it.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What sessions say of themselves: arguments, transacted, mode, and what commit does; with
 * "domains" also those of the factories for queues and topics, which in one transaction would be
 * further last resources.
 */
public final class SessionArguments implements Check {

  private final List<String> lines = new ArrayList<>();

  @Override
  public String run(String argument) throws Exception {
    ConnectionFactory factory = Jndi.lookup(Jndi.POOLED);
    try (Connection connection = factory.createConnection()) {
      for (int mode = 0; mode <= 3; mode++) {
        tell("true," + mode, connection.createSession(true, mode));
        tell("false," + mode, connection.createSession(false, mode));
        tell(mode + "", connection.createSession(mode));
      }
      tell("none", connection.createSession());
      tell("true,-1", connection.createSession(true, -1));
    }
    if (argument.equals("domains")) {
      ofDomains();
    }
    for (int mode = 0; mode <= 3; mode++) {
      try (JMSContext context = factory.createContext(mode)) {
        lines.add(
            ("context " + mode + ": ")
                + (context.getTransacted() + " " + context.getSessionMode() + " ")
                + (Check.outcome(context::commit) + " " + Check.outcome(context::rollback)));
      }
    }
    return String.join("\n", lines);
  }

  private void ofDomains() throws Exception {
    QueueConnectionFactory queues = Jndi.lookup(Jndi.QUEUES);
    try (QueueConnection connection = queues.createQueueConnection()) {
      tell("queue true,0", connection.createQueueSession(true, 0));
      tell("queue false,2", connection.createQueueSession(false, 2));
    }
    TopicConnectionFactory topics = Jndi.lookup(Jndi.TOPICS);
    try (TopicConnection connection = topics.createTopicConnection()) {
      tell("topic true,0", connection.createTopicSession(true, 0));
      tell("topic false,3", connection.createTopicSession(false, 3));
    }
  }

  private void tell(String arguments, Session session) throws JMSException {
    lines.add(
        (arguments + ": ")
            + (session.getTransacted() + " " + session.getAcknowledgeMode() + " ")
            + (Check.outcome(session::commit) + " " + Check.outcome(session::rollback)));
    session.close();
  }
}
