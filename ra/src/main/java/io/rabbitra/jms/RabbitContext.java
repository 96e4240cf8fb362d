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
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.Callable;
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
          connection.use();
          return new RabbitContext(connection, connection.createContextSession(sessionMode));
        });
  }

  @Override
  public JMSProducer createProducer() {
    return used(() -> new RabbitJMSProducer(session, session.createProducer(null)));
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
    requireOpen();
    this.autoStart = autoStart;
  }

  @Override
  public boolean getAutoStart() {
    requireOpen();
    return autoStart;
  }

  @Override
  public void close() {
    JmsErrors.unchecked(
        () -> {
          if (!closed.get()) {
            session.close();
            if (closed.compareAndSet(false, true)) {
              connection.contextClosed();
            }
          }
        });
  }

  @Override
  public BytesMessage createBytesMessage() {
    return used(session::createBytesMessage);
  }

  @Override
  public MapMessage createMapMessage() {
    return used(session::createMapMessage);
  }

  @Override
  public Message createMessage() {
    return used(session::createMessage);
  }

  @Override
  public ObjectMessage createObjectMessage() {
    return used(() -> session.createObjectMessage());
  }

  @Override
  public ObjectMessage createObjectMessage(Serializable object) {
    return used(() -> session.createObjectMessage(object));
  }

  @Override
  public StreamMessage createStreamMessage() {
    return used(session::createStreamMessage);
  }

  @Override
  public TextMessage createTextMessage() {
    return used(() -> session.createTextMessage());
  }

  @Override
  public TextMessage createTextMessage(String text) {
    return used(() -> session.createTextMessage(text));
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
    return consumer(() -> session.createConsumer(destination));
  }

  @Override
  public JMSConsumer createConsumer(Destination destination, String selector) {
    return consumer(() -> session.createConsumer(destination, selector));
  }

  @Override
  public JMSConsumer createConsumer(Destination destination, String selector, boolean noLocal) {
    return consumer(() -> session.createConsumer(destination, selector, noLocal));
  }

  @Override
  public Queue createQueue(String name) {
    return used(() -> session.createQueue(name));
  }

  @Override
  public Topic createTopic(String name) {
    return used(() -> session.createTopic(name));
  }

  @Override
  public JMSConsumer createDurableConsumer(Topic topic, String name) {
    return consumer(() -> session.createDurableConsumer(topic, name));
  }

  @Override
  public JMSConsumer createDurableConsumer(
      Topic topic, String name, String selector, boolean noLocal) {
    return consumer(() -> session.createDurableConsumer(topic, name, selector, noLocal));
  }

  @Override
  public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
    return consumer(() -> session.createSharedDurableConsumer(topic, name));
  }

  @Override
  public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
    return consumer(() -> session.createSharedDurableConsumer(topic, name, selector));
  }

  @Override
  public JMSConsumer createSharedConsumer(Topic topic, String name) {
    return consumer(() -> session.createSharedConsumer(topic, name));
  }

  @Override
  public JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
    return consumer(() -> session.createSharedConsumer(topic, name, selector));
  }

  @Override
  public QueueBrowser createBrowser(Queue queue) {
    return used(() -> session.createBrowser(queue));
  }

  @Override
  public QueueBrowser createBrowser(Queue queue, String selector) {
    return used(() -> session.createBrowser(queue, selector));
  }

  @Override
  public TemporaryQueue createTemporaryQueue() {
    return used(session::createTemporaryQueue);
  }

  @Override
  public TemporaryTopic createTemporaryTopic() {
    return used(session::createTemporaryTopic);
  }

  @Override
  public void unsubscribe(String name) {
    used(
        () -> {
          session.unsubscribe(name);
          return null;
        });
  }

  @Override
  public void acknowledge() {
    if (getSessionMode() == CLIENT_ACKNOWLEDGE) {
      JmsErrors.unchecked(session.deliveries()::acknowledge);
    }
  }

  private JMSConsumer consumer(Callable<MessageConsumer> creation) {
    return used(
        () -> {
          JMSConsumer consumer = new RabbitJMSConsumer((RabbitConsumer) creation.call());
          if (autoStart) {
            connection.start();
          }
          return consumer;
        });
  }

  private <T> T used(Callable<T> creation) {
    return JmsErrors.unchecked(
        () -> {
          T created = creation.call();
          connection.use();
          return created;
        });
  }

  private void requireOpen() {
    JmsErrors.unchecked(session::core);
  }
}
