package io.rabbitra.it.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens sessions, each in a connection of its own, until the pool gives no more; tells how many.
 */
public final class PoolLimit implements Check {

  private static final int MANY = 10;

  @Override
  public String run(String name) throws Exception {
    ConnectionFactory factory = Jndi.lookup(name);
    List<Connection> connections = new ArrayList<>();
    int sessions = 0;
    try {
      for (int i = 0; i < MANY; i++) {
        Connection connection = factory.createConnection();
        connections.add(connection);
        connection.createSession();
        sessions++;
      }
      return sessions + " without an end";
    } catch (JMSException e) {
      return sessions + " then JMSException";
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }
}
