package io.rabbitra.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;

/** The simplified API over one connection and one session; no behaviour of its own. */
final class RabbitContext implements JMSContext {

  private final RabbitConnection connection;
  private final RabbitSession session;
  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean autoStart = true;

  /**
   * @param session made by {@link RabbitConnection#createContextSession}
   */
  RabbitContext(RabbitConnection connection, RabbitSession session) {
    this.connection = connection;
    this.session = session;
  }

  @Override
  public JMSContext createContext(int sessionMode) {
    InContainer.refuseRuntime(connection.managed(), "JMSContext.createContext");
    return JmsErrors.unchecked(
        () -> {
          session.core();
          return new RabbitContext(connection, connection.createContextSession(sessionMode));
        });
  }

  @Override
  public JMSProducer createProducer() {
    return JmsErrors.unchecked(() -> new RabbitJMSProducer(session, session.createProducer(null)));
  }

  @Override
  public String getClientID() {
    requireOpen();
    return JmsErrors.unchecked(connection::getClientID);
  }

  @Override
  public void setClientID(String clientId) {
    requireOpen();
    JmsErrors.unchecked(() -> connection.setClientID(clientId));
  }

  @Override
  public ConnectionMetaData getMetaData() {
    requireOpen();
    return JmsErrors.unchecked(connection::getMetaData);
  }

  @Override
  public ExceptionListener getExceptionListener() {
    requireOpen();
    return JmsErrors.unchecked(connection::getExceptionListener);
  }

  @Override
  public void setExceptionListener(ExceptionListener listener) {
    requireOpen();
    JmsErrors.unchecked(() -> connection.setExceptionListener(listener));
  }

  @Override
  public void start() {
    requireOpen();
    JmsErrors.unchecked(connection::start);
  }

  @Override
  public void stop() {
    requireOpen();
    JmsErrors.unchecked(connection::stop);
  }

  @Override
  public void setAutoStart(boolean autoStart) {
    this.autoStart = autoStart;
  }

  @Override
  public boolean getAutoStart() {
    return autoStart;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      JmsErrors.unchecked(
          () -> {
            session.close();
            connection.contextClosed();
          });
    }
  }

  @Override
  public BytesMessage createBytesMessage() {
    return JmsErrors.unchecked(session::createBytesMessage);
  }

  @Override
  public MapMessage createMapMessage() {
    return JmsErrors.unchecked(session::createMapMessage);
  }

  @Override
  public Message createMessage() {
    return JmsErrors.unchecked(session::createMessage);
  }

  @Override
  public ObjectMessage createObjectMessage() {
    return JmsErrors.unchecked(() -> session.createObjectMessage());
  }

  @Override
  public ObjectMessage createObjectMessage(Serializable object) {
    return JmsErrors.unchecked(() -> session.createObjectMessage(object));
  }

  @Override
  public StreamMessage createStreamMessage() {
    return JmsErrors.unchecked(session::createStreamMessage);
  }

  @Override
  public TextMessage createTextMessage() {
    return JmsErrors.unchecked(() -> session.createTextMessage());
  }

  @Override
  public TextMessage createTextMessage(String text) {
    return JmsErrors.unchecked(() -> session.createTextMessage(text));
  }

  @Override
  public boolean getTransacted() {
    return JmsErrors.unchecked(session::getTransacted);
  }

  @Override
  public int getSessionMode() {
    return JmsErrors.unchecked(session::getAcknowledgeMode);
  }

  @Override
  public void commit() {
    JmsErrors.unchecked(session::commit);
  }

  @Override
  public void rollback() {
    JmsErrors.unchecked(session::rollback);
  }

  @Override
  public void recover() {
    JmsErrors.unchecked(session::recover);
  }

  @Override
  public JMSConsumer createConsumer(Destination destination) {
    return createConsumer(destination, null, false);
  }

  @Override
  public JMSConsumer createConsumer(Destination destination, String selector) {
    return createConsumer(destination, selector, false);
  }

  @Override
  public JMSConsumer createConsumer(Destination destination, String selector, boolean noLocal) {
    return JmsErrors.unchecked(
        () -> {
          JMSConsumer consumer =
              new RabbitJMSConsumer(session.createConsumer(destination, selector, noLocal));
          if (autoStart) {
            connection.start();
          }
          return consumer;
        });
  }

  @Override
  public Queue createQueue(String name) {
    return JmsErrors.unchecked(() -> session.createQueue(name));
  }

  @Override
  public Topic createTopic(String name) {
    return JmsErrors.unchecked(() -> session.createTopic(name));
  }

  @Override
  public JMSConsumer createDurableConsumer(Topic topic, String name) {
    throw notYet("durable subscriptions");
  }

  @Override
  public JMSConsumer createDurableConsumer(
      Topic topic, String name, String selector, boolean noLocal) {
    throw notYet("durable subscriptions");
  }

  @Override
  public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
    throw notYet("shared durable subscriptions");
  }

  @Override
  public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
    throw notYet("shared durable subscriptions");
  }

  @Override
  public JMSConsumer createSharedConsumer(Topic topic, String name) {
    throw notYet("shared subscriptions");
  }

  @Override
  public JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
    throw notYet("shared subscriptions");
  }

  @Override
  public QueueBrowser createBrowser(Queue queue) {
    throw notYet("queue browsers");
  }

  @Override
  public QueueBrowser createBrowser(Queue queue, String selector) {
    throw notYet("queue browsers");
  }

  @Override
  public TemporaryQueue createTemporaryQueue() {
    return JmsErrors.unchecked(session::createTemporaryQueue);
  }

  @Override
  public TemporaryTopic createTemporaryTopic() {
    throw notYet("temporary topics");
  }

  @Override
  public void unsubscribe(String name) {
    throw notYet("durable subscriptions");
  }

  @Override
  public void acknowledge() {
    if (getSessionMode() == CLIENT_ACKNOWLEDGE) {
      JmsErrors.unchecked(session::acknowledge);
    }
  }

  private RuntimeException notYet(String feature) {
    requireOpen();
    return NotYet.runtime(feature);
  }

  private void requireOpen() {
    JmsErrors.unchecked(session::core);
  }
}
