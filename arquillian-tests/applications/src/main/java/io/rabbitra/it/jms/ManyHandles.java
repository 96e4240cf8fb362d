package io.rabbitra.it.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Topic;

/** Takes and returns a handle again and again, and leaves all it made to the pool. */
public final class ManyHandles implements Check {

  @Override
  public String run(String count) throws Exception {
    ConnectionFactory factory = Jndi.lookup(Jndi.POOLED);
    for (int i = 0; i < Integer.parseInt(count); i++) {
      try (JMSContext context = factory.createContext()) {
        Topic topic = context.createTopic("it.many");
        context.createConsumer(topic);
        context.createSharedConsumer(topic, "many");
        context.createConsumer(context.createTemporaryQueue());
        context.createConsumer(context.createTemporaryTopic(), "x = 1");
        context.createProducer().send(topic, "m" + i);
      }
    }
    return count;
  }
}
