package io.rabbitra.it.jms;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

/** Keeps connection, session, producer and consumer from one call to the next. */
@Singleton
public class HoldingBean {

  public static final String QUEUE = "it.holding";

  @Resource(lookup = Jndi.POOLED)
  private ConnectionFactory factory;

  private Connection connection;
  private Session session;
  private MessageProducer producer;
  private MessageConsumer consumer;

  /** Without a transaction: what is opened in one goes back to the pool with it. */
  @PostConstruct
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  void open() {
    try {
      connection = factory.createConnection();
      connection.start();
      session = connection.createSession();
      producer = session.createProducer(session.createQueue(QUEUE));
      consumer = session.createConsumer(session.createQueue(QUEUE));
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public String exchange(String text) throws JMSException {
    producer.send(session.createTextMessage(text));
    TextMessage received = (TextMessage) consumer.receive(5000);
    return received == null ? "nothing" : received.getText();
  }

  @PreDestroy
  void close() {
    try {
      connection.close();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
