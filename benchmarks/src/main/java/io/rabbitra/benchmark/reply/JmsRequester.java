package io.rabbitra.benchmark.reply;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Jakarta Messaging, without a container: a consumer of replies for each client, whose requests all
 * name the same destination for them.
 */
final class JmsRequester implements Requester {

  /** Who takes the replies from the consumer. */
  enum Taking {
    /** The client itself, by receive. */
    RECEIVE,
    /** A listener, which hands them to the client. */
    LISTENER
  }

  /** Where the replies to a client go. */
  @FunctionalInterface
  interface ReplyTo {
    Queue of(Session session) throws JMSException;
  }

  private final Connection connection;
  private final String queue;
  private final ReplyTo replyTo;
  private final Taking taking;
  private final Runnable atEnd;

  JmsRequester(
      ConnectionFactory factory, String queue, ReplyTo replyTo, Taking taking, Runnable atEnd)
      throws JMSException {
    this.connection = factory.createConnection();
    this.queue = queue;
    this.replyTo = replyTo;
    this.taking = taking;
    this.atEnd = atEnd;
    connection.start();
  }

  @Override
  public Client newClient() throws JMSException {
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    Queue replies = replyTo.of(session);
    MessageConsumer consumer = session.createConsumer(replies);
    if (taking == Taking.RECEIVE) {
      return client(session, replies, () -> consumer.receive(ReplySuite.TIMEOUT.toMillis()));
    }
    BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
    consumer.setMessageListener(arrived::add);
    // The other one belongs to its listener.
    Session sending = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    return client(
        sending, replies, () -> arrived.poll(ReplySuite.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
  }

  private Client client(Session session, Queue replies, Callable<Message> next)
      throws JMSException {
    MessageProducer producer = session.createProducer(session.createQueue(queue));
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    return body -> {
      BytesMessage request = session.createBytesMessage();
      request.writeBytes(body);
      request.setJMSReplyTo(replies);
      producer.send(request);
      Message reply = next.call();
      if (reply == null) {
        throw new IllegalStateException("no reply within " + ReplySuite.TIMEOUT);
      }
      return reply.getBody(byte[].class).length;
    };
  }

  @Override
  public void close() throws JMSException {
    connection.close();
    atEnd.run();
  }
}
