package io.rabbitra.outbound;

import io.netty.util.concurrent.FastThreadLocal;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.jms.Demarcation;
import io.rabbitra.jms.RabbitSession;
import io.rabbitra.jms.SessionCore;
import io.rabbitra.jms.SessionOwner;
import io.rabbitra.jms.UnitHandle;
import io.rabbitra.logging.Loggers;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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

  private static final System.Logger LOG = Loggers.of(RabbitManagedConnection.class);

  private final BrokerManagedConnectionFactory factory;
  private final Login login;
  private final String userName;
  private final AmqpConnection connection;
  private final SessionCore core;
  private final ContainerTransaction transaction;
  private final UnitHandle.Maker maker;
  private final AtomicBoolean errorTold = new AtomicBoolean();
  private final AtomicBoolean destroyed = new AtomicBoolean();
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private final List<ConnectionEventListener> listeners = new ArrayList<>();

  /** Guarded by {@code lock}. */
  private final Set<UnitHandle> handles = new LinkedHashSet<>();

  /** Null while not lost. Guarded by {@code lock}. */
  private BrokerException lost;

  /** Guarded by {@code lock}. */
  private PrintWriter logWriter;

  RabbitManagedConnection(
      BrokerManagedConnectionFactory factory,
      Login login,
      String userName,
      AmqpConnection connection,
      SessionCore core,
      UnitHandle.Maker maker) {
    this.factory = factory;
    this.login = login;
    this.userName = userName;
    this.connection = connection;
    this.core = core;
    this.transaction = new ContainerTransaction(core.transaction(), this::isUsable);
    this.maker = maker;
  }

  boolean isUsable() {
    return connection.isOpen() && !destroyed.get();
  }

  SessionCore core() {
    return core;
  }

  /** Candidates of a container may be of other factories as well. */
  boolean isFor(BrokerManagedConnectionFactory by, Login wanted) {
    return factory.equals(by) && Objects.equals(login, wanted);
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
    tell("the loss", listener -> listener.connectionErrorOccurred(event));
  }

  @Override
  public Object getConnection(Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    if (!isUsable()) {
      throw new ResourceException("connection " + connection + " is closed");
    }
    UnitHandle handle = maker.make(this, core);
    synchronized (lock) {
      handles.add(handle);
    }
    return handle;
  }

  @Override
  public void associateConnection(Object handle) throws ResourceException {
    if (!(handle instanceof UnitHandle own)) {
      throw new ResourceException("a handle of another adapter: " + handle);
    }
    synchronized (lock) {
      handles.add(own);
    }
    if (!own.associate(core, this)) {
      left(own);
      throw new ResourceException("the application has closed the handle " + own, "CLOSED");
    }
  }

  @Override
  public void closed(UnitHandle handle) {
    synchronized (lock) {
      handles.remove(handle);
    }
    ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
    event.setConnectionHandle(handle);
    tell("the end of a handle", listener -> listener.connectionClosed(event));
  }

  @Override
  public void left(UnitHandle handle) {
    synchronized (lock) {
      handles.remove(handle);
    }
  }

  @Override
  public void demarcated(RabbitSession handle, Demarcation what) {
    int id =
        switch (what) {
          case STARTED -> ConnectionEvent.LOCAL_TRANSACTION_STARTED;
          case COMMITTED -> ConnectionEvent.LOCAL_TRANSACTION_COMMITTED;
          case ROLLED_BACK -> ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK;
        };
    ConnectionEvent event = new ConnectionEvent(this, id);
    event.setConnectionHandle(handle);
    tell(
        "a local transaction",
        listener -> {
          switch (what) {
            case STARTED -> listener.localTransactionStarted(event);
            case COMMITTED -> listener.localTransactionCommitted(event);
            case ROLLED_BACK -> listener.localTransactionRolledback(event);
          }
        });
  }

  /**
   * Invalidates the handles, rolls a transaction back and cleans the channels; keeps the
   * connection. Harmless twice.
   *
   * @throws ResourceException the broker blocks the connection and would not answer, so that it is
   *     ended; the unit is of no use any more
   */
  @Override
  public void cleanup() throws ResourceException {
    try {
      invalidateHandles();
      if (core.isStuck()) {
        String reason = connection.blockedReason();
        connection.abort();
        throw new ResourceException(
            "connection "
                + connection
                + " is ended with its consumers, for it is blocked: "
                + reason,
            "BLOCKED");
      }
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
    throw new NotSupportedException(
        "AMQP 0-9-1 has no two-phase commit; the transaction support is LocalTransaction");
  }

  /** The transaction that the container demarcates; the same object each time. */
  @Override
  public LocalTransaction getLocalTransaction() {
    return transaction;
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
    List<UnitHandle> toInvalidate;
    BrokerException failure;
    synchronized (lock) {
      toInvalidate = new ArrayList<>(handles);
      handles.clear();
      failure = lost;
    }
    toInvalidate.forEach(handle -> handle.invalidate(failure));
  }

  /**
   * One listener that fails keeps neither the others from being told nor the caller from going on.
   */
  private void tell(String what, Consumer<ConnectionEventListener> event) {
    for (ConnectionEventListener listener : listeners()) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "A listener failed to take " + what + " of " + connection, e);
      }
    }
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
