package io.rabbitra.amqp;

import com.rabbitmq.client.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.rabbitra.config.BrokerAddress;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.logging.Loggers;
import io.rabbitra.work.AdapterThreads;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Opens the connections of one adapter and ends what is left of them when the adapter stops.
 *
 * <p>Thread-safe. {@link #open} blocks for at most the connection timeout per address and step, and
 * for as long as the JVM's name service takes.
 */
public final class AmqpRuntime {

  /** Back-pressure: bytes of message bodies a connection may have unconfirmed. */
  static final long MAX_UNCONFIRMED_BYTES = 16L * 1024 * 1024;

  private static final System.Logger LOG = Loggers.of(AmqpRuntime.class);

  private final AdapterThreads threads;
  private final EventLoops eventLoops;
  private final LongSupplier nanoClock = System::nanoTime;

  private final Mentions mentions = new Mentions();
  private final NamedLocks locks = new NamedLocks();

  /** Weak, so that a forgotten connection can be noticed as such. */
  private final Set<WeakReference<AmqpConnection>> open = ConcurrentHashMap.newKeySet();

  /** Attempts that {@link #stop} has to end; their own threads remove them. */
  private final Set<ConnectionAttempt> attempts = ConcurrentHashMap.newKeySet();

  private volatile boolean stopped;

  public AmqpRuntime(AdapterThreads threads) {
    this.threads = threads;
    this.eventLoops = new EventLoops(threads.eventLoops(), 1);
  }

  public AdapterThreads threads() {
    return threads;
  }

  /**
   * Opens a connection to the first address that takes it, in the order of the list or shuffled.
   *
   * @param name what RabbitMQ shows, see {@link ConnectionNames}
   * @param cancellation ends the attempt early
   * @throws BrokerException the failure of the last address, or the refused login, which no other
   *     address is asked about
   */
  public AmqpConnection open(
      BrokerSettings settings, String name, ConnectionListener listener, Cancellation cancellation)
      throws BrokerException {
    List<BrokerAddress> addresses = new ArrayList<>(settings.addresses());
    if (settings.shuffleAddresses()) {
      Collections.shuffle(addresses);
    }
    BrokerException last = null;
    for (BrokerAddress address : addresses) {
      try {
        return openTo(settings, address, name, listener, cancellation);
      } catch (BrokerException e) {
        if (e.kind() == BrokerException.Kind.AUTHENTICATION
            || cancellation.isCancelled()
            || stopped) {
          throw e;
        }
        last = e;
      }
    }
    throw last;
  }

  /** The connections that are open, for tests and management. */
  public int openConnections() {
    int count = 0;
    for (WeakReference<AmqpConnection> reference : open) {
      AmqpConnection connection = reference.get();
      if (connection != null && connection.isOpen()) {
        count++;
      }
    }
    return count;
  }

  /**
   * Aborts every connection that is left and ends the event loops. Idempotent, bounded by the
   * timeout. The threads themselves are ended by their owner.
   */
  public void stop(Duration timeout) {
    stopped = true;
    attempts.forEach(ConnectionAttempt::cancel);
    for (WeakReference<AmqpConnection> reference : open) {
      AmqpConnection connection = reference.get();
      if (connection != null) {
        LOG.log(Level.WARNING, "Connection {0} was still open at stop; aborting it", connection);
        connection.abort();
      }
    }
    open.clear();
    eventLoops.stop(timeout);
  }

  private AmqpConnection openTo(
      BrokerSettings settings,
      BrokerAddress address,
      String name,
      ConnectionListener listener,
      Cancellation cancellation)
      throws BrokerException {
    if (cancellation.isCancelled()) {
      throw new BrokerException(BrokerException.Kind.CLOSED, "no longer wanted");
    }
    InetAddress[] resolved;
    try {
      resolved = InetAddress.getAllByName(address.host());
    } catch (UnknownHostException e) {
      throw BrokerException.of("connect to " + address.host() + ":" + address.port(), e);
    }
    BrokerException last = null;
    for (InetAddress candidate : resolved) {
      try {
        return attempt(settings, address, candidate, name, listener, cancellation);
      } catch (BrokerException e) {
        boolean silent =
            e.kind() == BrokerException.Kind.UNREACHABLE
                || e.kind() == BrokerException.Kind.TIMEOUT;
        if (!silent || cancellation.isCancelled() || stopped) {
          throw e;
        }
        last = last == null ? e : last;
      }
    }
    throw last;
  }

  private AmqpConnection attempt(
      BrokerSettings settings,
      BrokerAddress address,
      InetAddress resolved,
      String name,
      ConnectionListener listener,
      Cancellation cancellation)
      throws BrokerException {
    ByteActivity activity = new ByteActivity(nanoClock);
    ConnectionAttempt attempt =
        new ConnectionAttempt(
            settings, address, resolved, name, eventLoops, threads.clientShutdown(), activity);
    attempts.add(attempt);
    try {
      cancellation.onCancel(attempt::cancel);
      Connection client = attempt.open();
      AmqpConnection connection =
          register(name, address, client, attempt.socket(), attempt.flushes(), listener, activity);
      if (stopped || cancellation.isCancelled()) {
        connection.abort();
        throw new BrokerException(BrokerException.Kind.CLOSED, "no longer wanted");
      }
      return connection;
    } finally {
      cancellation.onCancel(null);
      attempts.remove(attempt);
    }
  }

  private AmqpConnection register(
      String name,
      BrokerAddress address,
      Connection client,
      Channel socket,
      FlushControl flushes,
      ConnectionListener listener,
      ByteActivity activity) {
    PublishGate gate = new PublishGate(MAX_UNCONFIRMED_BYTES);
    Registration registration = new Registration();
    AmqpConnection connection =
        new AmqpConnection(
            name,
            address,
            client,
            socket,
            flushes,
            gate,
            listener,
            threads.control(),
            mentions,
            locks,
            registration);
    registration.reference = new WeakReference<>(connection);
    open.removeIf(leaked -> leaked.get() == null);
    open.add(registration.reference);
    HeartbeatCheck check = null;
    if (client.getHeartbeat() > 0) {
      check =
          new HeartbeatCheck(
              connection,
              Duration.ofSeconds(client.getHeartbeat()),
              activity,
              new SocketTransport(socket),
              nanoClock,
              threads.scheduler(),
              threads.checks());
    }
    connection.watch(check);
    return connection;
  }

  /** Takes a connection off the list when it ends. */
  private final class Registration implements Runnable {

    /** Written once, before the connection can end. */
    private volatile WeakReference<AmqpConnection> reference;

    @Override
    public void run() {
      open.remove(reference);
    }
  }

  private record SocketTransport(Channel socket) implements HeartbeatCheck.Transport {

    @Override
    public void sendHeartbeat() {
      ByteBuf frame = socket.alloc().buffer(8);
      // type 8, channel 0, no payload, end mark: AMQP 0-9-1 section 4.2.7
      frame.writeByte(8).writeShort(0).writeInt(0).writeByte(0xCE);
      socket.writeAndFlush(frame);
    }

    @Override
    public void onEventLoop(Runnable task) {
      socket.eventLoop().execute(task);
    }

    @Override
    public void closeLeaked() {
      socket.close();
    }
  }
}
