package io.rabbitra.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import io.rabbitra.config.BrokerAddress;
import io.rabbitra.logging.Loggers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A heartbeat-enabled physical connection to one broker node.
 *
 * <pre>
 *   OPEN ── close() ──────────────→ CLOSED   (orderly, bounded)
 *    │ └─── abort() ──────────────→ CLOSED   (the socket, at once)
 *    └ heartbeat, I/O, broker ────→ LOST     (the socket, at once)
 *                                    ├──────→ TOLD    (the listener is told, once)
 *                                    └ close(), abort() ─→ CLOSED   (it is not told any more)
 * </pre>
 *
 * <p>Nothing leads back: who needs a connection again opens another one. A loss never starts a
 * request to the broker. Thread-safe. Nothing here is reachable from the event loop except through
 * weak references or a consumer of its owner's, so that the heartbeat check can see a connection
 * its owner forgot; one with a consumer is in use.
 */
public final class AmqpConnection {

  /** Bound of every request to the broker: 10 seconds. */
  public static final Duration RPC_TIMEOUT = Duration.ofSeconds(10);

  private static final Pattern VERSION = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})");

  private interface Check {
    void on(AmqpChannel channel) throws BrokerException;
  }

  private enum State {
    OPEN,
    LOST,
    TOLD,
    CLOSED
  }

  private static final System.Logger LOG = Loggers.of(AmqpConnection.class);

  private final String name;
  private final BrokerAddress address;
  private final Connection client;
  private final io.netty.channel.Channel socket;
  private final FlushControl flushes;
  private final PublishGate gate;
  private final ConnectionListener listener;
  private final Executor control;
  private final Mentions mentions;
  private final NamedLocks locks;
  private final Runnable onGone;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

  /** Of every channel; the client holds those of its channels that are open. */
  private final Set<PublisherConfirms> confirms = Collections.synchronizedSet(weakSet());

  /** Written once by {@link #watch}, before the connection is handed out. */
  private volatile HeartbeatCheck check;

  AmqpConnection(
      String name,
      BrokerAddress address,
      Connection client,
      io.netty.channel.Channel socket,
      FlushControl flushes,
      PublishGate gate,
      ConnectionListener listener,
      Executor control,
      Mentions mentions,
      NamedLocks locks,
      Runnable onGone) {
    this.name = name;
    this.address = address;
    this.client = client;
    this.socket = socket;
    this.flushes = flushes;
    this.gate = gate;
    this.listener = listener;
    this.control = control;
    this.mentions = mentions;
    this.locks = locks;
    this.onGone = onGone;
  }

  /** Starts to listen; the heartbeat check is null where heartbeats are off. */
  void watch(HeartbeatCheck heartbeatCheck) {
    check = heartbeatCheck;
    client.addBlockedListener(new Blocking(name, gate));
    client.addShutdownListener(new Shutdown(this));
    if (heartbeatCheck != null) {
      heartbeatCheck.start();
    }
  }

  /** The name RabbitMQ shows for this connection. */
  public String name() {
    return name;
  }

  public BrokerAddress address() {
    return address;
  }

  /** The negotiated heartbeat in seconds; 0 = off. */
  public int heartbeatSeconds() {
    return client.getHeartbeat();
  }

  public boolean isOpen() {
    return state.get() == State.OPEN && client.isOpen();
  }

  /** Why the broker blocks publishers on this connection (connection.blocked), or null. */
  public String blockedReason() {
    return gate.blockedReason();
  }

  /** channel.open. */
  public AmqpChannel openChannel() throws BrokerException {
    try {
      Channel channel = client.createChannel();
      if (channel == null) {
        throw new BrokerException(
            BrokerException.Kind.NOT_ALLOWED,
            "all " + client.getChannelMax() + " channels of connection " + name + " are in use");
      }
      PublisherConfirms ofChannel = new PublisherConfirms();
      confirms.add(ofChannel);
      return new AmqpChannel(this, channel, gate, ofChannel, flushes);
    } catch (IOException | ShutdownSignalException e) {
      throw failed("open a channel", e, null);
    }
  }

  /**
   * Asks no broker whether AMQP has a form for the message.
   *
   * @throws BrokerException {@code PRECONDITION_FAILED}, as {@link AmqpChannel#publish} would
   */
  public void requireEncodable(Publication message) throws BrokerException {
    Encoding.require(message, client.getFrameMax());
  }

  /** For tests that look at what is written. */
  io.netty.channel.Channel socket() {
    return socket;
  }

  /** Requests on a channel of their own. */
  public interface Requests<T> {
    T on(AmqpChannel channel) throws BrokerException;
  }

  /** Opens a channel, for requests that the broker may answer by closing it, and closes it. */
  public <T> T onScratchChannel(Requests<T> requests) throws BrokerException {
    AmqpChannel channel = openChannel();
    try {
      return requests.on(channel);
    } finally {
      channel.close();
    }
  }

  /** queue.declare with passive, on a channel of its own. */
  public boolean queueExists(String queue) throws BrokerException {
    return exists(channel -> channel.checkQueue(queue));
  }

  /** exchange.declare with passive, on a channel of its own. */
  public boolean exchangeExists(String exchange) throws BrokerException {
    return exists(channel -> channel.checkExchange(exchange));
  }

  /**
   * Whether nobody has asked this before on any connection of the adapter, so that it is worth a
   * line in the log.
   */
  public boolean firstMention(String about) {
    return mentions.first(about);
  }

  /**
   * The lock of this name, one for all connections of the adapter to this address; fair. It lives
   * as long as somebody holds a reference to it.
   */
  public ReentrantLock lock(String lockName) {
    return locks.of(address + "/" + lockName);
  }

  /** The broker's version as it says itself, such as {@code 4.3.6}; empty if it does not. */
  public String serverVersion() {
    Map<String, Object> properties = client.getServerProperties();
    Object version = properties == null ? null : properties.get("version");
    return version == null ? "" : version.toString();
  }

  /**
   * Whether basic.nack counts as a delivery attempt in a quorum queue with x-delivery-limit, as it
   * does before RabbitMQ 4.3; basic.reject always counts.
   */
  public boolean nackCountsAsAttempt() {
    Matcher version = VERSION.matcher(serverVersion());
    if (!version.lookingAt()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    return major < 4 || (major == 4 && Integer.parseInt(version.group(2)) < 3);
  }

  /**
   * connection.close, waiting no longer than {@code timeout}; then the socket is closed in any
   * case. Idempotent; never throws for a connection that is gone already.
   */
  public void close(Duration timeout) {
    if (!disown()) {
      return;
    }
    gate.close(closed());
    try {
      client.close((int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE)));
    } catch (IOException | ShutdownSignalException e) {
      noteClosedWhileClosing(e);
    } finally {
      socket.close();
      // Without close-ok the client leaves its channels as they are.
      endConfirms(BrokerException.closedUnconfirmed());
    }
  }

  /** Closes the socket without a word to the broker. Idempotent, does not block. */
  public void abort() {
    if (disown()) {
      gate.close(closed());
      socket.close();
    }
  }

  /** The connection is useless: tells the listener and closes the socket. Does not block. */
  void giveUp(String reason) {
    lose(new BrokerException(BrokerException.Kind.UNREACHABLE, reason));
  }

  /** Translates a failure of a request and ends the connection where its state is unknown. */
  BrokerException failed(String doing, Exception thrown, Channel channel) {
    BrokerException failure = BrokerException.of(doing, thrown);
    boolean channelSaidSo =
        thrown instanceof AlreadyClosedException
            || thrown.getCause() instanceof ShutdownSignalException
            || thrown instanceof ShutdownSignalException;
    if (thrown instanceof ChannelContinuationTimeoutException) {
      giveUp("no answer to a request within " + RPC_TIMEOUT.toSeconds() + " s");
    } else if (!channelSaidSo && (channel == null || channel.isOpen())) {
      giveUp("I/O error while writing: " + BrokerException.textOf(thrown));
    }
    return failure;
  }

  void noteClosedWhileClosing(Exception thrown) {
    LOG.log(
        Level.DEBUG,
        () -> "Connection " + name + " ended while it was closed: " + thrown.getMessage());
  }

  private boolean exists(Check check) throws BrokerException {
    try {
      return onScratchChannel(
          channel -> {
            check.on(channel);
            return true;
          });
    } catch (BrokerException e) {
      if (e.kind() == BrokerException.Kind.NOT_FOUND) {
        return false;
      }
      if (e.kind() == BrokerException.Kind.RESOURCE_LOCKED) {
        // Another connection's exclusive queue: it can be sent to.
        return true;
      }
      throw e;
    }
  }

  private void lose(BrokerException failure) {
    if (!leave(State.LOST)) {
      return;
    }
    gate.close(failure);
    socket.close();
    control.execute(
        () -> {
          if (state.compareAndSet(State.LOST, State.TOLD)) {
            LOG.log(Level.DEBUG, "Connection {0} is lost: {1}", name, failure.getMessage());
            listener.lost(failure);
          }
        });
  }

  /** The owner wants no more of it. Returns whether it was open until now. */
  private boolean disown() {
    if (leave(State.CLOSED)) {
      return true;
    }
    state.compareAndSet(State.LOST, State.CLOSED);
    return false;
  }

  private void endConfirms(BrokerException failure) {
    List<PublisherConfirms> all;
    synchronized (confirms) {
      all = List.copyOf(confirms);
    }
    all.forEach(ofChannel -> ofChannel.fail(failure));
  }

  private static BrokerException closed() {
    return new BrokerException(BrokerException.Kind.CLOSED, "the connection is closed");
  }

  private static <T> Set<T> weakSet() {
    return Collections.newSetFromMap(new WeakHashMap<>());
  }

  private boolean leave(State to) {
    if (!state.compareAndSet(State.OPEN, to)) {
      return false;
    }
    HeartbeatCheck running = check;
    if (running != null) {
      running.stop();
    }
    onGone.run();
    return true;
  }

  @Override
  public String toString() {
    return name + " to " + address.host() + ":" + address.port();
  }

  /** Tells the connection of the client's shutdown without keeping it alive. */
  private static final class Shutdown implements ShutdownListener {

    private final WeakReference<AmqpConnection> connection;

    Shutdown(AmqpConnection connection) {
      this.connection = new WeakReference<>(connection);
    }

    @Override
    public void shutdownCompleted(ShutdownSignalException signal) {
      AmqpConnection held = connection.get();
      if (held != null && !signal.isInitiatedByApplication()) {
        held.lose(BrokerException.of(signal));
      }
    }
  }

  private static final class Blocking implements BlockedListener {

    private final String name;
    private final PublishGate gate;

    Blocking(String name, PublishGate gate) {
      this.name = name;
      this.gate = gate;
    }

    @Override
    public void handleBlocked(String reason) {
      LOG.log(Level.WARNING, "Connection {0}: the broker blocks publishers: {1}", name, reason);
      gate.block(reason);
    }

    @Override
    public void handleUnblocked() {
      LOG.log(Level.INFO, "Connection {0}: the broker takes messages again", name);
      gate.unblock();
    }
  }
}
