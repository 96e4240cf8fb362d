package io.rabbitra.amqp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.ReadTimeoutHandler;

/**
 * Takes the client's read timeout out of the pipeline during the handshake.
 *
 * <p>The client puts it there before it sends connection.tune-ok: one heartbeat, or one second
 * without heartbeats, which a broker may well need to answer connection.open. Every step of the
 * handshake has its bound without it.
 */
final class NoReadTimeout extends ChannelOutboundHandlerAdapter {

  static final String NAME = "no-read-timeout";

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (ctx.pipeline().get(ReadTimeoutHandler.class) != null) {
      ctx.pipeline().remove(ReadTimeoutHandler.class);
    }
    ctx.write(msg, promise);
  }
}
