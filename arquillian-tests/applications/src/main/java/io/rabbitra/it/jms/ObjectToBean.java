package io.rabbitra.it.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.TemporaryQueue;

/** Sends an object of the war to the bean behind a queue and tells its answer. */
public final class ObjectToBean implements Check {

  @Override
  public String run(String queueName) throws Exception {
    ConnectionFactory factory = Jndi.lookup(Jndi.POOLED);
    try (JMSContext context = factory.createContext()) {
      TemporaryQueue replies = context.createTemporaryQueue();
      context
          .createProducer()
          .setJMSReplyTo(replies)
          .send(context.createQueue(queueName), new Parcel("hat"));
      return context.createConsumer(replies).receiveBody(String.class, 10_000);
    }
  }
}
