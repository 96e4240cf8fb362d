package io.rabbitra.it.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;

/** Sends two messages, with a context each, to the queue that the argument names. */
public final class Send implements Check {

  @Override
  public String run(String queue) throws Exception {
    ConnectionFactory factory = Jndi.lookup(Jndi.POOLED);
    for (int i = 0; i < 2; i++) {
      try (JMSContext context = factory.createContext()) {
        context.createProducer().send(context.createQueue(queue), "sent " + i);
      }
    }
    return "sent";
  }
}
