package io.rabbitra.amqp;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.function.LongSupplier;

/**
 * When a byte last came in and went out. Stands first in the pipeline, so that any byte counts as a
 * sign of life: a large message that trickles in must not look like a dead peer.
 *
 * <p>Written by the event loop, read by the heartbeat check. Knows nothing of the connection, which
 * may be garbage while its channel is still open.
 */
final class ByteActivity extends ChannelDuplexHandler {

  private final LongSupplier nanoClock;

  /** Both in {@code nanoClock} time; each has one writer, the event loop. */
  private volatile long lastRead;

  private volatile long lastWrite;

  ByteActivity(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.lastRead = nanoClock.getAsLong();
    this.lastWrite = lastRead;
  }

  long lastRead() {
    return lastRead;
  }

  long lastWrite() {
    return lastWrite;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    lastRead = nanoClock.getAsLong();
    ctx.fireChannelRead(msg);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    lastWrite = nanoClock.getAsLong();
    ctx.write(msg, promise);
  }
}
