package io.rabbitra.it.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;

/** Sends with the factory to the queue, both looked up, and receives. */
public final class SendAndReceive implements Check {

  @Override
  public String run(String argument) throws Exception {
    String[] names = argument.split(" ", 2);
    ConnectionFactory factory = Jndi.lookup(names[0]);
    Queue queue = Jndi.lookup(names[1]);
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(queue, "to " + queue.getQueueName());
      return context.createConsumer(queue).receiveBody(String.class, 5000);
    }
  }
}
