package io.rabbitra.outbound;

import io.netty.util.concurrent.FastThreadLocal;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.jms.RabbitSession;
import io.rabbitra.jms.SessionCore;
import io.rabbitra.jms.SessionOwner;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;

/**
 * The pooled unit: one heartbeat-enabled physical connection and the handles lent on it.
 *
 * <pre>
 *   USABLE ── lost ──→ BROKEN ── destroy ──→ DESTROYED
 *      └────────── destroy ───────────────────↑
 * </pre>
 *
 * <p>BROKEN is told to the container once, with CONNECTION_ERROR_OCCURRED, from a thread of the
 * adapter; after it the unit is of no use. Equality is identity. Thread-safe; listeners are called
 * with no lock held.
 */
public final class RabbitManagedConnection implements ManagedConnection, SessionOwner {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private static final System.Logger LOG =
      System.getLogger(RabbitManagedConnection.class.getName());

  private final Login login;
  private final String userName;
  private final AmqpConnection connection;
  private final SessionCore core;
  private final AtomicBoolean errorTold = new AtomicBoolean();
  private final AtomicBoolean destroyed = new AtomicBoolean();
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private final List<ConnectionEventListener> listeners = new ArrayList<>();

  /** Guarded by {@code lock}. */
  private final List<RabbitSession> handles = new ArrayList<>();

  /** Null while not lost. Guarded by {@code lock}. */
  private BrokerException lost;

  /** Guarded by {@code lock}. */
  private PrintWriter logWriter;

  RabbitManagedConnection(
      Login login, String userName, AmqpConnection connection, SessionCore core) {
    this.login = login;
    this.userName = userName;
    this.connection = connection;
    this.core = core;
  }

  boolean isUsable() {
    return connection.isOpen() && !destroyed.get();
  }

  boolean isFor(Login wanted) {
    return Objects.equals(login, wanted);
  }

  /** The physical connection is gone. */
  void lost(BrokerException failure) {
    if (destroyed.get() || !errorTold.compareAndSet(false, true)) {
      return;
    }
    synchronized (lock) {
      lost = failure;
    }
    LOG.log(Level.WARNING, "Connection {0} is lost: {1}", connection, failure.getMessage());
    ConnectionEvent event =
        new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, failure);
    for (ConnectionEventListener listener : listeners()) {
      try {
        listener.connectionErrorOccurred(event);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "A listener failed to take the loss of " + connection, e);
      }
    }
  }

  @Override
  public Object getConnection(Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    if (!isUsable()) {
      throw new ResourceException("connection " + connection + " is closed");
    }
    RabbitSession handle = new RabbitSession(this, core);
    synchronized (lock) {
      handles.add(handle);
    }
    return handle;
  }

  @Override
  public void associateConnection(Object handle) throws ResourceException {
    if (!(handle instanceof RabbitSession session)) {
      throw new ResourceException("a handle of another adapter: " + handle);
    }
    synchronized (lock) {
      handles.add(session);
    }
    session.associate(core, this);
  }

  @Override
  public void closed(RabbitSession handle) {
    synchronized (lock) {
      handles.remove(handle);
    }
    ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
    event.setConnectionHandle(handle);
    for (ConnectionEventListener listener : listeners()) {
      listener.connectionClosed(event);
    }
  }

  @Override
  public void left(RabbitSession handle) {
    synchronized (lock) {
      handles.remove(handle);
    }
  }

  /** Invalidates the handles and cleans the channels; keeps the connection. Harmless twice. */
  @Override
  public void cleanup() {
    try {
      invalidateHandles();
      core.reset();
    } finally {
      forgetThreadLocals();
    }
  }

  @Override
  public void destroy() throws ResourceException {
    if (destroyed.compareAndSet(false, true)) {
      try {
        invalidateHandles();
        connection.close(CLOSE_TIMEOUT);
      } finally {
        forgetThreadLocals();
      }
    }
  }

  /**
   * The transport leaves thread locals behind. The pool's own threads outlive the adapter and must
   * not pin its class loader.
   */
  static void forgetThreadLocals() {
    FastThreadLocal.removeAll();
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    synchronized (lock) {
      listeners.add(listener);
    }
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    synchronized (lock) {
      listeners.remove(listener);
    }
  }

  @Override
  public XAResource getXAResource() throws ResourceException {
    throw new NotSupportedException("this version takes no part in transactions");
  }

  @Override
  public LocalTransaction getLocalTransaction() throws ResourceException {
    throw new NotSupportedException("this version takes no part in transactions");
  }

  @Override
  public ManagedConnectionMetaData getMetaData() {
    return new MetaData(userName);
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    synchronized (lock) {
      logWriter = out;
    }
  }

  @Override
  public PrintWriter getLogWriter() {
    synchronized (lock) {
      return logWriter;
    }
  }

  private void invalidateHandles() {
    List<RabbitSession> toInvalidate;
    BrokerException failure;
    synchronized (lock) {
      toInvalidate = new ArrayList<>(handles);
      handles.clear();
      failure = lost;
    }
    toInvalidate.forEach(handle -> handle.invalidate(failure));
  }

  private List<ConnectionEventListener> listeners() {
    synchronized (lock) {
      return new ArrayList<>(listeners);
    }
  }

  private record MetaData(String userName) implements ManagedConnectionMetaData {

    @Override
    public String getEISProductName() {
      return "RabbitMQ";
    }

    @Override
    public String getEISProductVersion() {
      return "AMQP 0-9-1";
    }

    @Override
    public int getMaxConnections() {
      return 0;
    }

    @Override
    public String getUserName() {
      return userName;
    }
  }
}
