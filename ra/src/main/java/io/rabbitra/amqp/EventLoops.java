package io.rabbitra.amqp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that serve every connection of one adapter: long-running Works, started with the
 * first connection and ended with the adapter.
 */
final class EventLoops {

  private static final System.Logger LOG = System.getLogger(EventLoops.class.getName());

  private final Executor executor;
  private final int count;
  private final Object lock = new Object();

  /** Guarded by {@code lock}. */
  private EventLoopGroup group;

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
      }
      return group;
    }
  }

  void stop(Duration timeout) {
    EventLoopGroup toStop;
    synchronized (lock) {
      stopped = true;
      toStop = group;
      group = null;
    }
    if (toStop == null) {
      return;
    }
    long millis = timeout.toMillis();
    toStop.shutdownGracefully(0, Math.min(2000, millis), TimeUnit.MILLISECONDS);
    try {
      if (!toStop.terminationFuture().await(millis)) {
        LOG.log(Level.WARNING, "The event loops did not end within {0} ms", millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
