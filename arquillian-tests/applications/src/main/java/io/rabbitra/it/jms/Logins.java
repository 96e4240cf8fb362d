package io.rabbitra.it.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import java.util.ArrayList;
import java.util.List;

/** Logins of the application's own, right and wrong ones. */
public final class Logins implements Check {

  @Override
  public String run(String jndiName) throws Exception {
    ConnectionFactory factory = Jndi.lookup(jndiName);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      factory.createConnection("guest", "guest").close();
      factory.createContext().close();
    }
    try (Connection connection = factory.createConnection("guest", "guest")) {
      lines.add(Check.outcome(() -> connection.createSession().createTextMessage()));
    }
    lines.add(Check.outcome(() -> factory.createConnection("guest", "wrong")));
    lines.add(Check.outcome(() -> factory.createContext("guest", "wrong")));
    QueueConnectionFactory queues = (QueueConnectionFactory) factory;
    lines.add(Check.outcome(() -> queues.createQueueConnection("guest", "wrong")));
    TopicConnectionFactory topics = (TopicConnectionFactory) factory;
    lines.add(Check.outcome(() -> topics.createTopicConnection("guest", "wrong")));
    return String.join("\n", lines);
  }
}
