package io.rabbitra.it.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;

/**
 * Asks {@link ReplyingMdb} and waits for the answer in a temporary queue; not in a transaction,
 * which would hold the request back until its end.
 */
public final class RequestReply implements Check {

  @Override
  public String run(String text) throws Exception {
    ConnectionFactory factory = Jndi.lookup(Jndi.POOLED);
    try (JMSContext context = factory.createContext()) {
      TemporaryQueue replies = context.createTemporaryQueue();
      TextMessage request = context.createTextMessage(text);
      request.setJMSReplyTo(replies);
      context.createProducer().send(context.createQueue(ReplyingMdb.QUEUE), request);
      TextMessage reply = (TextMessage) context.createConsumer(replies).receive(10_000);
      return reply.getText() + "\n" + request.getJMSMessageID().equals(reply.getJMSCorrelationID());
    }
  }
}
