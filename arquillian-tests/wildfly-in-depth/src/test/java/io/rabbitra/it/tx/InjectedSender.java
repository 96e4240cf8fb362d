package io.rabbitra.it.tx;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;

/** Sends with the JMSContext that the container keeps for the transaction of its caller. */
@Stateless
public class InjectedSender {

  @Inject
  @JMSConnectionFactory(Names.POOLED)
  private JMSContext context;

  public void send(String queue, String text) {
    context.createProducer().send(context.createQueue(queue), text);
  }
}
