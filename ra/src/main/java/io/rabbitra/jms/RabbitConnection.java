package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.destination.RabbitDestination;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds the sessions it created and whether they deliver. Thread-safe.
 *
 * <p>In a container it is a light handle and has one session at a time (Jakarta Messaging 3.1,
 * section 12.2); elsewhere it is a physical connection that its sessions share.
 */
public final class RabbitConnection implements QueueConnection, TopicConnection {

  private final SessionSource source;
  private final SessionProvider provider;
  private final Domain domain;

  /** Null until somebody asks: most connections of a pool are closed before that. */
  private final AtomicReference<String> id = new AtomicReference<>();

  private final Started started = new Started();
  private final ConnectionSessions sessions = new ConnectionSessions();
  private final Temporaries temporaries = new Temporaries(this::id, sessions::all);
  private final ExceptionReports reports = new ExceptionReports(sessions::isClosing);
  private final ConnectionConsumerFactory connectionConsumers = new ConnectionConsumerFactory(this);
  private final ClientIdentifier clientId;

  /** How many contexts work with it; the last one closes it. */
  private final AtomicInteger contexts = new AtomicInteger();

  RabbitConnection(SessionSource source, Domain domain, String userName, String password)
      throws JMSException {
    this.source = source;
    this.domain = domain;
    String configured = source.clientId();
    this.provider = source.connect(userName, password, this::lost);
    this.clientId = new ClientIdentifier(provider);
    clientId.configure(configured);
  }

  @Override
  public RabbitSession createSession(boolean transacted, int acknowledgeMode) throws JMSException {
    use();
    return session(modeOf(transacted, acknowledgeMode), Domain.UNIFIED, true);
  }

  /**
   * {@inheritDoc}
   *
   * <p>In a container every mode but DUPS_OK_ACKNOWLEDGE is AUTO_ACKNOWLEDGE, and
   * SESSION_TRANSACTED is itself where local transactions are allowed (section 12.3).
   */
  @Override
  public RabbitSession createSession(int sessionMode) throws JMSException {
    use();
    return session(sessionMode, Domain.UNIFIED, true);
  }

  @Override
  public RabbitSession createSession() throws JMSException {
    return createSession(Session.AUTO_ACKNOWLEDGE);
  }

  @Override
  public QueueSession createQueueSession(boolean transacted, int acknowledgeMode)
      throws JMSException {
    use();
    return session(modeOf(transacted, acknowledgeMode), Domain.QUEUE, true);
  }

  @Override
  public TopicSession createTopicSession(boolean transacted, int acknowledgeMode)
      throws JMSException {
    use();
    return session(modeOf(transacted, acknowledgeMode), Domain.TOPIC, true);
  }

  @Override
  public void start() throws JMSException {
    use();
    started.set(true);
  }

  /** {@inheritDoc} Waits for message listeners under way. */
  @Override
  public void stop() throws JMSException {
    InContainer.refuse(source.managed(), "Connection.stop");
    use();
    for (RabbitSession session : sessions.all()) {
      session.listeners().refuseInListener("Connection.stop");
    }
    started.set(false);
    sessions.all().forEach(session -> session.listeners().awaitQuiet());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits for receives, message listeners and asynchronous sends under way. Receives end first,
   * for a listener may be waiting in one; until the last listener has returned all sessions stay
   * open for it.
   */
  @Override
  public void close() throws JMSException {
    if (sessions.isClosing()) {
      return;
    }
    for (RabbitSession session : sessions.all()) {
      session.refuseInListener("Connection.close");
    }
    if (!sessions.beginClosing()) {
      return;
    }
    try {
      sessions.all().forEach(RabbitSession::endDelivery);
      sessions.all().forEach(session -> session.listeners().awaitQuiet());
      started.set(false);
      for (RabbitSession session : sessions.close()) {
        session.close();
      }
    } finally {
      provider.close();
    }
  }

  @Override
  public String getClientID() throws JMSException {
    sessions.requireOpen();
    return clientId.get();
  }

  @Override
  public void setClientID(String newId) throws JMSException {
    InContainer.refuse(source.managed(), "Connection.setClientID");
    sessions.requireOpen();
    clientId.set(newId);
  }

  @Override
  public ConnectionMetaData getMetaData() throws JMSException {
    use();
    return new RabbitConnectionMetaData();
  }

  @Override
  public ExceptionListener getExceptionListener() throws JMSException {
    use();
    return reports.listener();
  }

  @Override
  public void setExceptionListener(ExceptionListener listener) throws JMSException {
    InContainer.refuse(source.managed(), "Connection.setExceptionListener");
    use();
    reports.listen(listener);
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      Destination destination, String selector, ServerSessionPool pool, int max)
      throws JMSException {
    return connectionConsumers.create(
        pool, max, session -> session.createConsumer(destination, selector));
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      Queue queue, String selector, ServerSessionPool pool, int max) throws JMSException {
    return connectionConsumers.create(
        pool, max, session -> session.createConsumer(queue, selector));
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      Topic topic, String selector, ServerSessionPool pool, int max) throws JMSException {
    return connectionConsumers.create(
        pool, max, session -> session.createConsumer(topic, selector));
  }

  @Override
  public ConnectionConsumer createSharedConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int max)
      throws JMSException {
    use();
    domain.requireTopics("createSharedConnectionConsumer");
    return connectionConsumers.create(
        pool, max, session -> session.createSharedConsumer(topic, name, selector));
  }

  @Override
  public ConnectionConsumer createDurableConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int max)
      throws JMSException {
    use();
    domain.requireTopics("createDurableConnectionConsumer");
    return connectionConsumers.create(
        pool, max, session -> session.createDurableConsumer(topic, name, selector, false));
  }

  @Override
  public ConnectionConsumer createSharedDurableConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int max)
      throws JMSException {
    use();
    domain.requireTopics("createSharedDurableConnectionConsumer");
    return connectionConsumers.create(
        pool, max, session -> session.createSharedDurableConsumer(topic, name, selector));
  }

  boolean managed() {
    return source.managed();
  }

  String clientId() {
    return clientId.get();
  }

  private String id() {
    return id.updateAndGet(known -> known == null ? UUID.randomUUID().toString() : known);
  }

  /** Whom noLocal takes for the same: this connection, or all with its client identifier. */
  String sender() {
    String client = clientId();
    return client == null ? id() : "client:" + client;
  }

  Temporaries temporaries() {
    return temporaries;
  }

  void requireOwnTemporary(RabbitDestination destination) throws JMSException {
    if (ConsumerFactory.isTemporary(destination)) {
      temporaries.requireOwn(destination);
    }
  }

  void requireNotDeleted(RabbitDestination destination) throws JMSException {
    if (ConsumerFactory.isTemporary(destination)) {
      temporaries.requireNotDeleted(destination);
    }
  }

  /** Whether a session has messages of the queue that are not acknowledged. */
  boolean holds(String queue) {
    return sessions.all().stream().anyMatch(session -> session.handle().holds(queue));
  }

  /** What consumers of the queue have sent ahead goes back, for a browser to see it. */
  void rest(String queue) {
    sessions.all().forEach(session -> session.handle().rest(queue));
  }

  /** Any action but getClientID: from now on it is too late for setClientID (section 6.1.2). */
  void use() throws JMSException {
    sessions.requireOpen();
    clientId.connectionUsed();
  }

  /** A session for a context that shares this connection. */
  RabbitSession createContextSession(int sessionMode) throws JMSException {
    RabbitSession session = session(sessionMode, Domain.UNIFIED);
    contexts.incrementAndGet();
    return session;
  }

  /** A context is closed; the last one closes the connection (JMSContext.close). */
  void contextClosed() throws JMSException {
    if (contexts.decrementAndGet() == 0) {
      close();
    }
  }

  void forget(RabbitSession session) {
    sessions.forget(session);
  }

  /** Tells the ExceptionListener, if there is one. */
  void tell(JMSException failure) {
    reports.tell(failure);
  }

  private void lost(BrokerException failure) {
    for (RabbitSession session : sessions.all()) {
      session.invalidate(failure);
    }
    reports.tell(JmsErrors.of(failure));
  }

  /** A container ignores what it does not support. */
  private int modeOf(boolean transacted, int acknowledgeMode) throws JMSException {
    if (transacted) {
      return Session.SESSION_TRANSACTED;
    }
    if (acknowledgeMode != Session.SESSION_TRANSACTED) {
      return acknowledgeMode;
    }
    if (!source.managed()) {
      throw new JMSException("a session that is not transacted needs an acknowledge mode");
    }
    return Session.AUTO_ACKNOWLEDGE;
  }

  /** For a context, or for server sessions: in a container without local transactions. */
  RabbitSession session(int sessionMode, Domain ofSession) throws JMSException {
    return session(sessionMode, ofSession, false);
  }

  private RabbitSession session(int sessionMode, Domain ofSession, boolean mayBeTransacted)
      throws JMSException {
    sessions.requireRoom(source.managed());
    if (!source.managed()) {
      requireMode(sessionMode);
    }
    RabbitSession session = provider.take();
    boolean opened = false;
    try {
      int mode =
          source.managed() ? managedMode(session, sessionMode, mayBeTransacted) : sessionMode;
      session.open(this, mode, ofSession, started);
      opened = true;
    } finally {
      if (!opened) {
        session.release();
      }
    }
    if (!sessions.add(session)) {
      session.close();
      throw RabbitConnectionFactory.closed("connection");
    }
    return session;
  }

  /** In a transaction of the container the argument is ignored, whatever it is. */
  private int managedMode(RabbitSession session, int sessionMode, boolean mayBeTransacted)
      throws JMSException {
    if (session.handle().isInContainerTransaction()) {
      return Session.AUTO_ACKNOWLEDGE;
    }
    requireMode(sessionMode);
    return switch (sessionMode) {
      case Session.DUPS_OK_ACKNOWLEDGE -> sessionMode;
      case Session.SESSION_TRANSACTED ->
          mayBeTransacted && source.allowsLocalTransactions()
              ? sessionMode
              : Session.AUTO_ACKNOWLEDGE;
      default -> Session.AUTO_ACKNOWLEDGE;
    };
  }

  private static void requireMode(int sessionMode) throws JMSException {
    if (sessionMode < Session.SESSION_TRANSACTED || sessionMode > Session.DUPS_OK_ACKNOWLEDGE) {
      throw new JMSException("session mode " + sessionMode + ": allowed are 0 to 3");
    }
  }
}
