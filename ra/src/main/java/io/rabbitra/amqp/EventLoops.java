package io.rabbitra.amqp;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.rabbitra.logging.Loggers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that serve every connection of one adapter: long-running Works, started with the
 * first connection and ended with the adapter.
 */
final class EventLoops {

  private static final System.Logger LOG = Loggers.of(EventLoops.class);

  private final Executor executor;
  private final int count;
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private EventLoopGroup group;

  /** The sockets of the group that are open. Guarded by {@code lock}. */
  private ChannelGroup sockets;

  /** Guarded by {@code lock}. */
  private boolean stopped;

  EventLoops(Executor executor, int count) {
    this.executor = executor;
    this.count = count;
  }

  EventLoopGroup group() throws BrokerException {
    synchronized (lock) {
      if (stopped) {
        throw new BrokerException(BrokerException.Kind.CLOSED, "the adapter is stopped");
      }
      if (group == null) {
        group = new MultiThreadIoEventLoopGroup(count, executor, NioIoHandler.newFactory());
        sockets = new DefaultChannelGroup(group.next(), true);
      }
      return group;
    }
  }

  /** Remembers a socket until it is closed; one that comes after the stop is closed at once. */
  void track(Channel socket) {
    ChannelGroup all;
    synchronized (lock) {
      all = sockets;
    }
    all.add(socket);
  }

  void stop(Duration timeout) {
    EventLoopGroup toStop;
    ChannelGroup toClose;
    synchronized (lock) {
      stopped = true;
      toStop = group;
      toClose = sockets;
      group = null;
    }
    if (toStop == null) {
      return;
    }
    long millis = timeout.toMillis();
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      letClientsSeeTheEnd(toStop, toClose, millis / 2);
      long left = Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
      toStop.shutdownGracefully(0, Math.min(2000, left), TimeUnit.MILLISECONDS);
      if (!toStop.terminationFuture().await(left)) {
        LOG.log(Level.WARNING, "The event loops did not end within {0} ms", millis);
      }
    } catch (InterruptedException e) {
      toStop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Closes the sockets while the loops still turn: the client makes a thread of its own for a
   * connection that ends while its loop is shutting down. It hands its work to the loop twice.
   */
  private static void letClientsSeeTheEnd(EventLoopGroup group, ChannelGroup sockets, long millis)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    sockets.close().await(millis);
    for (EventExecutor loop : group) {
      for (int turn = 0; turn < 3; turn++) {
        loop.submit(() -> {}).await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    }
  }
}
