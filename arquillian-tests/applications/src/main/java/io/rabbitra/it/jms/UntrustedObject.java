package io.rabbitra.it.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;

/** An object of the war through a connection factory that does not trust its class. */
public final class UntrustedObject implements Check {

  @Override
  public String run(String queueName) throws Exception {
    ConnectionFactory factory = Jndi.lookup(Jndi.POOLED);
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(queueName);
      ObjectMessage message = context.createObjectMessage(new Parcel("mine"));
      String own = ((Parcel) message.getObject()).content();
      context.createProducer().send(queue, message);
      ObjectMessage received = (ObjectMessage) context.createConsumer(queue).receive(5000);
      return own + "\n" + Check.outcome(received::getObject);
    }
  }
}
