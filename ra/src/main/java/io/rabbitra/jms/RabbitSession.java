package io.rabbitra.jms;

import io.netty.util.concurrent.FastThreadLocal;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.logging.Loggers;
import io.rabbitra.topology.SubscriptionSpec;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Topic;
import jakarta.jms.TransactionInProgressException;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * The handle of a unit that an application works with, from createSession to close, or until the
 * container takes the unit back.
 *
 * <p>For one thread at a time, as every JMS session, but for {@link #close}.
 *
 * <p>Not final, for TomEE lends a subclass that it generates; nobody else extends it. See {@link
 * #behind}.
 */
public class RabbitSession extends SessionFactoryMethods implements UnitHandle {

  private static final System.Logger LOG = Loggers.of(RabbitSession.class);

  private final SessionSettings settings;
  private final SessionHandle handle;
  private final Unsettled unsettled = new Unsettled();
  private final SessionConsumers consumers = new SessionConsumers();
  private final Dispatcher dispatcher;
  private final SessionListeners listeners;

  /** Written by {@link #open}, before the application sees the session, as all that follow. */
  private RabbitConnection connection;

  private Domain domain;
  private DestinationFactory destinations;
  private ConsumerFactory readers;
  private Deliveries deliveries;
  private SessionSender sender;

  /** Null if the session is not transacted. */
  private LocalTransaction transaction;

  private Started started;
  private Runnable onStartedOrStopped;

  /**
   * What the container lends in place of this handle. Never read, only kept reachable; see {@link
   * #behind}. Written before {@link #open}.
   */
  private RabbitSession lent;

  public RabbitSession(SessionOwner owner, SessionCore core) {
    this.settings = core.settings();
    this.dispatcher = new Dispatcher(settings.threads(), consumers::listening);
    this.listeners = new SessionListeners(consumers, dispatcher);
    this.handle = new SessionHandle(owner, core, dispatcher::isCaller);
  }

  /**
   * The handle behind what a ConnectionManager has lent, mostly the same object.
   *
   * <p>TomEE lends an object of a generated subclass without a state of its own. It passes public
   * methods on, as this one, and no others; so the adapter works with the handle. When that object
   * is garbage, TomEE takes the connection for leaked and destroys it: it lives as long as the
   * handle.
   *
   * @param what that which was lent, and on which this method is called
   */
  public RabbitSession behind(RabbitSession what) {
    lent = what;
    return this;
  }

  /** Gives the handle to its connection. Called once. */
  void open(RabbitConnection ofConnection, int mode, Domain ofDomain, Started ofStarted) {
    this.connection = ofConnection;
    this.domain = ofDomain;
    this.destinations = new DestinationFactory(ofDomain, ofConnection.temporaries());
    this.readers = new ConsumerFactory(ofConnection);
    this.started = ofStarted;
    this.transaction = mode == SESSION_TRANSACTED ? new LocalTransaction(this, handle) : null;
    this.deliveries = new Deliveries(handle, mode, unsettled, transaction, dispatcher);
    this.sender = new SessionSender(handle, ofConnection, transaction, settings);
    onStartedOrStopped = () -> listeners.startedOrStopped(started.is());
    started.watch(onStartedOrStopped);
  }

  @Override
  public boolean associate(SessionCore otherCore, SessionOwner otherOwner) {
    SessionOwner before = handle.associate(otherCore, otherOwner);
    if (before == null) {
      return false;
    }
    if (before != otherOwner) {
      before.left(this);
    }
    return true;
  }

  @Override
  public void invalidate(BrokerException failure) {
    SessionCore gone = handle.invalidate(failure);
    List<RabbitConsumer> toWake = consumers.all();
    unsettled.clear();
    listeners.close();
    if (gone != null && failure != null) {
      gone.abandon();
    }
    toWake.forEach(RabbitConsumer::wake);
    if (started != null) {
      started.unwatch(onStartedOrStopped);
    }
  }

  /** Whether the container has the unit already, so that it must not be given back. */
  public boolean isTakenBack() {
    return handle.coreOrNull() == null;
  }

  /** Gives the unit back though no application has had the session. */
  public void release() {
    SessionOwner toTell = handle.release();
    if (toTell != null) {
      toTell.closed(this);
    }
  }

  // Its parts

  @Override
  SessionCore core() throws JMSException {
    return handle.core();
  }

  SessionHandle handle() {
    return handle;
  }

  SessionConsumers consumers() {
    return consumers;
  }

  SessionListeners listeners() {
    return listeners;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  SessionSender sender() {
    return sender;
  }

  /** Whether messages may reach the application now. */
  boolean delivering() {
    return started.is();
  }

  boolean managed() {
    return connection.managed();
  }

  /**
   * Tells the connection's ExceptionListener of a consumer that is gone, on a thread on which it
   * may close the connection. The loss of the connection itself is told once, by its owner.
   */
  void tell(JMSException failure) {
    SessionCore unit = handle.coreOrNull();
    if (unit != null && unit.connection().isOpen()) {
      unit.settings().threads().control().execute(() -> connection.tell(failure));
    }
  }

  // Ending

  /** From now on no message reaches the application, whose receives return. */
  void endDelivery() {
    listeners.close();
    consumers.all().forEach(RabbitConsumer::endReceives);
  }

  void refuseInListener(String method) throws IllegalStateException {
    listeners.refuseInListener(method);
    sender.refuseInListener(method);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits for a receive and for listeners under way. What is not acknowledged goes back to the
   * broker; a transaction is rolled back.
   */
  @Override
  public void close() throws JMSException {
    if (connection == null) {
      // The container closes what it lent and no createSession has asked for yet.
      release();
      return;
    }
    refuseInListener("Session.close");
    sender.awaitAsync();
    if (handle.endIfGone()) {
      return;
    }
    endDelivery();
    listeners.awaitQuiet();
    if (!handle.beginClosing()) {
      return;
    }
    started.unwatch(onStartedOrStopped);
    for (RabbitConsumer consumer : consumers.all()) {
      consumer.finish();
    }
    rollBackForClose();
    SessionOwner toTell = handle.end();
    connection.forget(this);
    toTell.closed(this);
    if (managed()) {
      // Pooled threads of the server must not pin the adapter's class loader.
      FastThreadLocal.removeAll();
    }
  }

  private void rollBackForClose() {
    try {
      if (transaction != null) {
        transaction.close();
      }
      deliveries.giveBack();
      listeners.giveBackLoaded();
    } catch (JMSException e) {
      // The broker takes everything back with the channel.
      LOG.log(Level.DEBUG, "A session is closed on a broken connection: {0}", e.getMessage());
    }
  }

  // Acknowledgement and transactions

  @Override
  public boolean getTransacted() throws JMSException {
    core();
    return deliveries.acknowledgeMode() == SESSION_TRANSACTED;
  }

  @Override
  public int getAcknowledgeMode() throws JMSException {
    core();
    return deliveries.acknowledgeMode();
  }

  /**
   * {@inheritDoc}
   *
   * @throws TransactionInProgressException the container commits
   * @throws jakarta.jms.TransactionRolledBackException nothing was published; what was received
   *     comes again
   * @throws CommitException something was published, or may have been
   */
  @Override
  public void commit() throws JMSException {
    if (transaction != null) {
      transaction.requireNotLost();
    }
    requireTransacted("commit");
    sender.awaitAsync();
    transaction.commit();
  }

  /**
   * {@inheritDoc}
   *
   * @throws TransactionInProgressException the container rolls back
   */
  @Override
  public void rollback() throws JMSException {
    requireTransacted("rollback");
    sender.awaitAsync();
    transaction.rollback();
  }

  @Override
  public void recover() throws JMSException {
    if (getTransacted()) {
      throw new IllegalStateException("a transacted session rolls back");
    }
    deliveries.giveBack();
  }

  private void requireTransacted(String method) throws JMSException {
    core();
    sender.refuseInListener("Session." + method);
    if (handle.isInContainerTransaction()) {
      throw new TransactionInProgressException(
          "Session." + method + ": the session is in a transaction of the container");
    }
    if (transaction == null) {
      throw new IllegalStateException("the session is not transacted");
    }
  }

  // Producers, consumers, browsers, destinations

  @Override
  RabbitProducer producer(Destination destination) throws JMSException {
    core();
    return new RabbitProducer(this, destination);
  }

  @Override
  RabbitConsumer consumer(Destination destination, String selector, boolean noLocal)
      throws JMSException {
    SessionCore unit = core();
    return consumers.add(
        new RabbitConsumer(
            this,
            new RabbitConsumer.Purpose(destination, selector, noLocal),
            readers.open(unit, destination, selector, noLocal)));
  }

  @Override
  RabbitConsumer subscriber(
      String method,
      SubscriptionSpec.Kind kind,
      Topic topic,
      String name,
      String selector,
      boolean noLocal)
      throws JMSException {
    SessionCore unit = core();
    domain.requireTopics(method);
    return consumers.add(
        new RabbitConsumer(
            this,
            new RabbitConsumer.Purpose(topic, selector, noLocal),
            readers.open(unit, kind, topic, name, selector, noLocal)));
  }

  @Override
  public void unsubscribe(String name) throws JMSException {
    SessionCore unit = core();
    domain.requireTopics("unsubscribe");
    new Unsubscriber(connection).unsubscribe(unit, name);
  }

  @Override
  public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
    SessionCore unit = core();
    domain.requireQueues("createBrowser");
    return RabbitBrowser.open(this, connection, unit, queue, selector);
  }

  @Override
  DestinationFactory destinations() {
    return destinations;
  }

  // For application servers

  @Override
  public MessageListener getMessageListener() throws JMSException {
    core();
    InContainer.refuse(managed(), "Session.getMessageListener");
    return listeners.own();
  }

  /** For the sessions of a ServerSessionPool: no other form of receipt is allowed then. */
  @Override
  public void setMessageListener(MessageListener listener) throws JMSException {
    core();
    InContainer.refuse(managed(), "Session.setMessageListener");
    listeners.setOwn(listener);
  }

  /** {@inheritDoc} Hands what a ConnectionConsumer has loaded to the message listener. */
  @Override
  public void run() {
    JmsErrors.unchecked(this::core);
    InContainer.refuseRuntime(managed(), "Session.run");
    JmsErrors.unchecked(() -> listeners.runOwn(deliveries::deliver));
  }

  /** What {@link #run} works with. */
  void load(List<Taken> messages) throws JMSException {
    core();
    listeners.load(messages);
  }
}
