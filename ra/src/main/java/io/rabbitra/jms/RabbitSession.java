package io.rabbitra.jms;

import io.netty.util.concurrent.FastThreadLocal;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.message.RabbitBytesMessage;
import io.rabbitra.message.RabbitMessage;
import io.rabbitra.message.RabbitTextMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The handle of a pooled unit that an application works with, from createSession to close, or until
 * the container takes the unit back.
 *
 * <p>For one thread at a time, as every JMS session, but for {@link #close}.
 */
public final class RabbitSession extends ReducedSession {

  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private SessionOwner owner;

  /** Null once closed, or taken back by the container. Guarded by {@code lock}. */
  private SessionCore core;

  /** Why the container has taken the unit back, if it was lost. Guarded by {@code lock}. */
  private BrokerException lost;

  /** The application has begun to close it. Guarded by {@code lock}. */
  private boolean closing;

  /** Written by {@link #open}, before the application sees the session. */
  private RabbitConnection connection;

  private int acknowledgeMode;
  private Started started;

  /** What CLIENT_ACKNOWLEDGE has handed out. Guarded by {@code lock}. */
  private final List<QueueReader.Taken> unacknowledged = new ArrayList<>();

  /** Guarded by {@code lock}. */
  private final List<RabbitConsumer> consumers = new ArrayList<>();

  public RabbitSession(SessionOwner owner, SessionCore core) {
    this.owner = owner;
    this.core = core;
  }

  /** Gives the handle to its connection. Called once. */
  void open(RabbitConnection ofConnection, int mode, Started ofStarted) {
    this.connection = ofConnection;
    this.acknowledgeMode = mode;
    this.started = ofStarted;
  }

  /** The container moves the handle to another unit of the same pool. */
  public void associate(SessionCore otherCore, SessionOwner otherOwner) {
    SessionOwner before;
    synchronized (lock) {
      before = owner;
      owner = otherOwner;
      core = otherCore;
    }
    if (before != otherOwner) {
      before.left(this);
    }
  }

  /**
   * The container has taken the unit back: the handle is of no use any more.
   *
   * @param failure what broke the unit, null if nothing did
   */
  public void invalidate(BrokerException failure) {
    synchronized (lock) {
      core = null;
      if (!closing) {
        lost = failure;
      }
    }
    if (started != null) {
      started.wake();
    }
  }

  @Override
  SessionCore core() throws JMSException {
    synchronized (lock) {
      if (core != null) {
        return core;
      }
      throw lost == null ? RabbitConnectionFactory.closed("session") : JmsErrors.of(lost);
    }
  }

  boolean isClosed() {
    synchronized (lock) {
      return closing || core == null;
    }
  }

  /** Throws what broke the unit, if that is why the session is of no use any more. */
  void requireNotLost() throws JMSException {
    synchronized (lock) {
      if (lost != null) {
        throw JmsErrors.of(lost);
      }
    }
  }

  Started started() {
    return started;
  }

  boolean managed() {
    return connection.managed();
  }

  /** Applies the acknowledge mode to a message the application is about to see. */
  Message handOut(QueueReader.Taken taken) throws JMSException {
    if (acknowledgeMode == CLIENT_ACKNOWLEDGE) {
      synchronized (lock) {
        unacknowledged.add(taken);
      }
      taken.message().setAcknowledger(this::acknowledge);
    } else {
      taken.acknowledge();
    }
    return taken.message();
  }

  /** Acknowledges everything the session has handed out (section 6.2.10). */
  void acknowledge() throws JMSException {
    core();
    for (QueueReader.Taken taken : takeUnacknowledged()) {
      taken.acknowledge();
    }
  }

  void forget(RabbitConsumer consumer) {
    synchronized (lock) {
      consumers.remove(consumer);
    }
  }

  @Override
  public void close() throws JMSException {
    List<RabbitConsumer> toClose;
    synchronized (lock) {
      boolean nothingToDo = closing || core == null;
      closing = true;
      lost = null;
      if (nothingToDo) {
        return;
      }
      toClose = new ArrayList<>(consumers);
    }
    for (RabbitConsumer consumer : toClose) {
      consumer.close();
    }
    SessionOwner toTell;
    synchronized (lock) {
      toTell = owner;
      core = null;
    }
    connection.forget(this);
    toTell.closed(this);
    if (managed()) {
      // Pooled threads of the server must not pin the adapter's class loader.
      FastThreadLocal.removeAll();
    }
  }

  @Override
  public MessageProducer createProducer(Destination destination) throws JMSException {
    core();
    return new RabbitProducer(this, destination == null ? null : SessionCore.own(destination));
  }

  @Override
  public MessageConsumer createConsumer(Destination destination) throws JMSException {
    SessionCore unit = core();
    RabbitDestination own = SessionCore.own(destination);
    RabbitConsumer consumer =
        new RabbitConsumer(this, unit.read(own, acknowledgeMode == CLIENT_ACKNOWLEDGE));
    synchronized (lock) {
      consumers.add(consumer);
    }
    return consumer;
  }

  @Override
  public MessageConsumer createConsumer(Destination destination, String selector)
      throws JMSException {
    return createConsumer(destination, selector, false);
  }

  @Override
  public MessageConsumer createConsumer(Destination destination, String selector, boolean noLocal)
      throws JMSException {
    core();
    if (selector != null && !selector.isBlank()) {
      throw NotYet.jms("message selectors");
    }
    if (noLocal) {
      throw NotYet.jms("noLocal");
    }
    return createConsumer(destination);
  }

  @Override
  public Message createMessage() throws JMSException {
    core();
    return new RabbitMessage();
  }

  @Override
  public TextMessage createTextMessage() throws JMSException {
    core();
    return new RabbitTextMessage();
  }

  @Override
  public TextMessage createTextMessage(String text) throws JMSException {
    TextMessage message = createTextMessage();
    message.setText(text);
    return message;
  }

  @Override
  public BytesMessage createBytesMessage() throws JMSException {
    core();
    return new RabbitBytesMessage();
  }

  @Override
  public MapMessage createMapMessage() throws JMSException {
    throw notYet("MapMessage");
  }

  @Override
  public ObjectMessage createObjectMessage() throws JMSException {
    throw notYet("ObjectMessage");
  }

  @Override
  public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
    throw notYet("ObjectMessage");
  }

  @Override
  public StreamMessage createStreamMessage() throws JMSException {
    throw notYet("StreamMessage");
  }

  @Override
  public Queue createQueue(String name) throws JMSException {
    core();
    try {
      return new RabbitQueue(name);
    } catch (IllegalArgumentException e) {
      throw JmsErrors.invalidDestination(e);
    }
  }

  @Override
  public Topic createTopic(String name) throws JMSException {
    core();
    try {
      return new RabbitTopic(name);
    } catch (IllegalArgumentException e) {
      throw JmsErrors.invalidDestination(e);
    }
  }

  @Override
  public TemporaryQueue createTemporaryQueue() throws JMSException {
    return core().temporaryQueue();
  }

  @Override
  public TemporaryTopic createTemporaryTopic() throws JMSException {
    throw notYet("temporary topics");
  }

  @Override
  public boolean getTransacted() throws JMSException {
    core();
    return false;
  }

  @Override
  public int getAcknowledgeMode() throws JMSException {
    core();
    return acknowledgeMode;
  }

  @Override
  public void commit() throws JMSException {
    throw notTransacted();
  }

  @Override
  public void rollback() throws JMSException {
    throw notTransacted();
  }

  @Override
  public void recover() throws JMSException {
    core();
    Set<QueueReader> readers = new LinkedHashSet<>();
    for (QueueReader.Taken taken : takeUnacknowledged()) {
      readers.add(taken.reader());
    }
    for (QueueReader reader : readers) {
      reader.recover();
    }
  }

  @Override
  public MessageListener getMessageListener() throws JMSException {
    core();
    InContainer.refuse(managed(), "Session.getMessageListener");
    return null;
  }

  @Override
  public void setMessageListener(MessageListener listener) throws JMSException {
    core();
    InContainer.refuse(managed(), "Session.setMessageListener");
    throw NotYet.jms("Session.setMessageListener");
  }

  @Override
  public void run() {
    JmsErrors.unchecked(this::core);
    InContainer.refuseRuntime(managed(), "Session.run");
    throw NotYet.runtime("Session.run");
  }

  private List<QueueReader.Taken> takeUnacknowledged() {
    synchronized (lock) {
      List<QueueReader.Taken> taken = new ArrayList<>(unacknowledged);
      unacknowledged.clear();
      return taken;
    }
  }

  private IllegalStateException notTransacted() throws JMSException {
    core();
    return new IllegalStateException("the session is not transacted");
  }
}
