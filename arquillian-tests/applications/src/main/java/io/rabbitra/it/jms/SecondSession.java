package io.rabbitra.it.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** One session at a time for each connection, and what closing in each order does. */
public final class SecondSession implements Check {

  @Override
  public String run(String queue) throws Exception {
    List<String> lines = new ArrayList<>();
    ConnectionFactory factory = Jndi.lookup(Jndi.POOLED);
    Connection connection = factory.createConnection();
    Session first = connection.createSession();
    lines.add("second " + Check.outcome(connection::createSession));
    first.close();
    first.close();
    lines.add("after close " + Check.outcome(first::createTextMessage));
    Session next = connection.createSession();
    MessageProducer producer = next.createProducer(next.createQueue(queue));
    producer.send(next.createTextMessage("next"));
    connection.close();
    connection.close();
    lines.add("session of closed connection " + Check.outcome(next::createTextMessage));
    lines.add("producer " + Check.outcome(() -> producer.send(null)));
    lines.add("createSession " + Check.outcome(connection::createSession));
    next.close();
    try (JMSContext one = factory.createContext();
        JMSContext other = factory.createContext()) {
      one.createProducer().send(one.createQueue(queue), "one");
      other.createProducer().send(other.createQueue(queue), "other");
    }
    return String.join("\n", lines);
  }
}
