package io.rabbitra.amqp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides when what the client has written goes to the socket. The client flushes after every
 * command, and each flush of a thread other than the event loop wakes the loop and is a write of
 * its own: more than the rest of an acknowledgement costs.
 *
 * <ul>
 *   <li>While somebody {@linkplain #hold holds}, flushes wait for the end of the hold, those of
 *       other channels too; so a holder may do nothing that waits for the broker.
 *   <li>What is written {@linkplain #later later} is flushed with the next flush of the connection,
 *       at the latest after {@link #LATEST}.
 *   <li>Everything else is flushed at once.
 * </ul>
 *
 * <p>Runs on the thread that flushes, not on the event loop, and stands last in the pipeline: what
 * is not flushed must not wake the loop. Thread-safe.
 */
final class FlushControl extends ChannelOutboundHandlerAdapter {

  /** What an event loop that sleeps can be waked after, to the millisecond. */
  static final Duration LATEST = Duration.ofMillis(1);

  private final AtomicInteger holders = new AtomicInteger();

  /** Whether the event loop will flush by itself. */
  private final AtomicBoolean timerSet = new AtomicBoolean();

  /** Who writes what may wait, while {@link #later} runs. */
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

  /** Set before anybody has the connection. */
  private volatile ChannelHandlerContext context;

  /** What is written in {@link #later}. */
  interface Write {
    void run() throws BrokerException;
  }

  void addTo(ChannelPipeline pipeline) {
    pipeline.addLast(ImmediateEventExecutor.INSTANCE, FlushControl.class.getSimpleName(), this);
  }

  /** Holds flushes back until {@link #release}. */
  void hold() {
    holders.incrementAndGet();
  }

  /** Ends one hold and flushes what was written by anybody. */
  void release() {
    holders.decrementAndGet();
    flushNow();
  }

  /** Flushes what was written {@link #later}, if anything was. */
  void flushLater() {
    if (timerSet.get()) {
      flushNow();
    }
  }

  /** Writes something that nobody waits for. */
  void later(Write write) throws BrokerException {
    Thread writer = Thread.currentThread();
    waiting.add(writer);
    try {
      write.run();
    } finally {
      waiting.remove(writer);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (waiting.contains(Thread.currentThread())) {
      setTimer(ctx);
    } else if (holders.get() == 0) {
      ctx.flush();
    }
  }

  private void timeOver(EventLoop loop, ChannelHandlerContext ctx) {
    timerSet.set(false);
    try {
      // Behind the writes of those who saw that a timer is set: they wait in the loop's queue.
      loop.execute(ctx::flush);
    } catch (RejectedExecutionException e) {
      // As in setTimer.
      return;
    }
  }

  private void flushNow() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.flush();
    }
  }

  private void setTimer(ChannelHandlerContext ctx) {
    if (!timerSet.compareAndSet(false, true)) {
      return;
    }
    EventLoop loop = ctx.channel().eventLoop();
    try {
      loop.schedule(() -> timeOver(loop, ctx), LATEST.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The loop ended and with it the socket; the next write says so.
      return;
    }
  }
}
