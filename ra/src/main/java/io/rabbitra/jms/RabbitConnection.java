package io.rabbitra.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;

/**
 * A light handle: holds the sessions it created and whether they deliver. Thread-safe.
 *
 * <p>In a container it has one session at a time (Jakarta Messaging 3.1, section 12.3).
 */
public final class RabbitConnection implements Connection {

  private final SessionSource source;
  private final String userName;
  private final String password;
  private final Started started = new Started();
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private final List<RabbitSession> sessions = new ArrayList<>();

  /** Guarded by {@code lock}. */
  private boolean closed;

  /** Guarded by {@code lock}. */
  private String clientId;

  /** How many contexts work with it; the last one closes it. Guarded by {@code lock}. */
  private int contexts;

  RabbitConnection(SessionSource source, String userName, String password) {
    this.source = source;
    this.userName = userName;
    this.password = password;
    this.clientId = source.clientId();
  }

  @Override
  public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
    if (transacted && !source.managed()) {
      throw NotYet.jms("transacted sessions");
    }
    return createSession(transacted ? Session.AUTO_ACKNOWLEDGE : acknowledgeMode);
  }

  /**
   * {@inheritDoc}
   *
   * <p>In a container every mode but DUPS_OK_ACKNOWLEDGE is AUTO_ACKNOWLEDGE (section 12.2).
   */
  @Override
  public RabbitSession createSession(int sessionMode) throws JMSException {
    if (sessionMode < Session.SESSION_TRANSACTED || sessionMode > Session.DUPS_OK_ACKNOWLEDGE) {
      throw new JMSException("session mode " + sessionMode + ": allowed are 0 to 3");
    }
    if (sessionMode == Session.SESSION_TRANSACTED && !source.managed()) {
      throw NotYet.jms("transacted sessions");
    }
    boolean dupsOk = sessionMode == Session.DUPS_OK_ACKNOWLEDGE;
    int mode = source.managed() && !dupsOk ? Session.AUTO_ACKNOWLEDGE : sessionMode;
    synchronized (lock) {
      requireOpen();
      // The container may have taken a session back without the application closing it.
      sessions.removeIf(RabbitSession::isClosed);
      if (source.managed() && !sessions.isEmpty()) {
        throw new IllegalStateException(
            "a connection has one session at a time in a Jakarta EE container (Jakarta Messaging"
                + " 3.1, section 12.3)");
      }
    }
    RabbitSession session = source.take(userName, password);
    session.open(this, mode, started);
    boolean late;
    synchronized (lock) {
      late = closed;
      if (!late) {
        sessions.add(session);
      }
    }
    if (late) {
      session.close();
      throw RabbitConnectionFactory.closed("connection");
    }
    return session;
  }

  @Override
  public RabbitSession createSession() throws JMSException {
    return createSession(Session.AUTO_ACKNOWLEDGE);
  }

  @Override
  public void start() throws JMSException {
    synchronized (lock) {
      requireOpen();
    }
    started.start();
  }

  @Override
  public void stop() throws JMSException {
    InContainer.refuse(source.managed(), "Connection.stop");
    synchronized (lock) {
      requireOpen();
    }
    started.stop();
  }

  @Override
  public void close() throws JMSException {
    List<RabbitSession> toClose;
    synchronized (lock) {
      closed = true;
      toClose = new ArrayList<>(sessions);
      sessions.clear();
    }
    for (RabbitSession session : toClose) {
      session.close();
    }
  }

  @Override
  public String getClientID() throws JMSException {
    synchronized (lock) {
      requireOpen();
      return clientId;
    }
  }

  @Override
  public void setClientID(String clientId) throws JMSException {
    InContainer.refuse(source.managed(), "Connection.setClientID");
    synchronized (lock) {
      requireOpen();
      if (this.clientId != null || !sessions.isEmpty()) {
        throw new IllegalStateException(
            "the client identifier is set already, or the connection is in use");
      }
      this.clientId = clientId;
    }
  }

  @Override
  public ConnectionMetaData getMetaData() throws JMSException {
    synchronized (lock) {
      requireOpen();
    }
    return new RabbitConnectionMetaData();
  }

  @Override
  public ExceptionListener getExceptionListener() throws JMSException {
    synchronized (lock) {
      requireOpen();
      return null;
    }
  }

  /** Not supported by this version outside of a container, forbidden inside. */
  @Override
  public void setExceptionListener(ExceptionListener listener) throws JMSException {
    InContainer.refuse(source.managed(), "Connection.setExceptionListener");
    synchronized (lock) {
      requireOpen();
    }
    if (listener != null) {
      throw NotYet.jms("exception listeners");
    }
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      Destination destination, String selector, ServerSessionPool pool, int max)
      throws JMSException {
    throw connectionConsumer();
  }

  @Override
  public ConnectionConsumer createSharedConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int max)
      throws JMSException {
    throw connectionConsumer();
  }

  @Override
  public ConnectionConsumer createDurableConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int max)
      throws JMSException {
    throw connectionConsumer();
  }

  @Override
  public ConnectionConsumer createSharedDurableConnectionConsumer(
      Topic topic, String name, String selector, ServerSessionPool pool, int max)
      throws JMSException {
    throw connectionConsumer();
  }

  boolean managed() {
    return source.managed();
  }

  /** A session for a context that shares this connection. */
  RabbitSession createContextSession(int sessionMode) throws JMSException {
    RabbitSession session = createSession(sessionMode);
    synchronized (lock) {
      contexts++;
    }
    return session;
  }

  /** A context is closed; the last one closes the connection (JMSContext.close). */
  void contextClosed() throws JMSException {
    boolean last;
    synchronized (lock) {
      contexts--;
      last = contexts == 0;
    }
    if (last) {
      close();
    }
  }

  void forget(RabbitSession session) {
    synchronized (lock) {
      sessions.remove(session);
    }
  }

  private JMSException connectionConsumer() throws JMSException {
    synchronized (lock) {
      requireOpen();
    }
    InContainer.refuse(source.managed(), "createConnectionConsumer");
    return NotYet.jms("connection consumers");
  }

  private void requireOpen() throws JMSException {
    if (closed) {
      throw RabbitConnectionFactory.closed("connection");
    }
  }
}
