package io.rabbitra.harness;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of one proxied connection: what is read from its channel is written to the other.
 *
 * <p>States: <em>flowing</em> → (traffic stalled) → <em>holding</em> → {@link #resume()} → flowing;
 * either → (the channel ends) → <em>ended</em>. While holding nothing is read any more, and what
 * was already on its way, the end of the stream included, is kept until {@link #resume()}. All
 * methods run on the event loop.
 */
final class Relay extends ChannelInboundHandlerAdapter {

  private final Traffic traffic;
  private final FrameReader frames;
  private final Deque<ByteBuf> held = new ArrayDeque<>();
  private Channel from;
  private Channel to;
  private boolean endHeld;

  Relay(Traffic traffic, boolean fromClient) {
    this.traffic = traffic;
    this.frames = new FrameReader(traffic, fromClient);
  }

  /** Begins to read. */
  void begin(Channel source, Channel target) {
    from = source;
    to = target;
    if (!traffic.isStalled()) {
      from.read();
    }
  }

  /** Passes on what was held. */
  void resume() {
    if (from == null) {
      return;
    }
    while (!held.isEmpty()) {
      forward(held.remove());
    }
    if (endHeld) {
      passEnd();
    } else {
      from.read();
    }
  }

  /** Forgets what was held, because the connection is cut. */
  void discard() {
    held.forEach(ByteBuf::release);
    held.clear();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (traffic.isStalled()) {
      held.add(bytes);
    } else {
      forward(bytes);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (traffic.isStalled()) {
      endHeld = true;
    } else {
      passEnd();
    }
  }

  /** A reset by the peer is one of the ways in which a connection ends. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    System.getLogger(Relay.class.getName())
        .log(System.Logger.Level.DEBUG, "proxied connection ended: {0}", cause.toString());
    var unused = context.close();
  }

  private void forward(ByteBuf bytes) {
    traffic.countBytes(bytes.readableBytes());
    frames.read(bytes.duplicate());
    // Reading on only when written keeps the back-pressure of the slower side.
    var unused =
        to.writeAndFlush(bytes)
            .addListener(
                written -> {
                  if (!written.isSuccess()) {
                    var unusedClose = from.close();
                  } else if (!traffic.isStalled()) {
                    from.read();
                  }
                });
  }

  private void passEnd() {
    if (to != null && to.isActive()) {
      var unused = to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
