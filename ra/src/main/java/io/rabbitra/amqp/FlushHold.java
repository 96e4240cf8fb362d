package io.rabbitra.amqp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.util.concurrent.RejectedExecutionException;

/**
 * Makes one write to the socket of many commands: the client flushes after each of them.
 *
 * <p>While held, flushes are remembered and what other channels of the connection write waits too;
 * so a holder may do nothing that waits for the broker. The end of any hold flushes everything, so
 * that holds of several channels that overlap delay each other by no more than one of them.
 *
 * <p>Hold and end are tasks of the event loop, in line with the writes between them.
 */
final class FlushHold extends ChannelOutboundHandlerAdapter {

  /** Both on the event loop only. */
  private int holders;

  private boolean wanted;

  /** Holds flushes back until {@link #release}; does nothing for a socket that is closed. */
  static void hold(Channel socket) {
    change(socket, 1);
  }

  /** Ends the hold of the same thread and flushes. */
  static void release(Channel socket) {
    change(socket, -1);
  }

  private static void change(Channel socket, int difference) {
    try {
      socket
          .eventLoop()
          .execute(
              () -> {
                // A pipeline is emptied when its socket is closed.
                ChannelHandlerContext context = socket.pipeline().context(FlushHold.class);
                if (context != null) {
                  ((FlushHold) context.handler()).change(context, difference);
                }
              });
    } catch (RejectedExecutionException e) {
      // The loop ended and with it the socket; the next write says so.
      return;
    }
  }

  private void change(ChannelHandlerContext context, int difference) {
    holders += difference;
    if (difference < 0 && wanted) {
      wanted = false;
      context.flush();
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (holders > 0) {
      wanted = true;
    } else {
      ctx.flush();
    }
  }
}
