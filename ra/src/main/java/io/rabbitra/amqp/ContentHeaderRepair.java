package io.rabbitra.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.rabbitra.logging.Loggers;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;

/**
 * Makes every content header (AMQP frame type 2) that a broker passes on readable for the client.
 *
 * <p>RabbitMQ accepts headers for which the client closes the whole connection. The message would
 * come again after every reconnect: one bad message would keep all consumers of its queue from
 * working for ever. What the client refuses, and what it gets instead:
 *
 * <ul>
 *   <li>tables and arrays nested more than 32 deep: the innermost that are too deep come as byte
 *       arrays, of the bytes they are encoded in;
 *   <li>field values of type {@code L}, a signed 64-bit integer for RabbitMQ: they come as {@code
 *       l}, which is the same;
 *   <li>a set continuation bit of the property flags, which RabbitMQ ignores: it is cleared;
 *   <li>a frame above the negotiated frame-max, as happens when a broker adds to the headers (dead
 *       lettering, the delivery count) or converts them from another protocol: the largest header
 *       values come as void until the frame fits.
 * </ul>
 *
 * <p>Stands behind the client's frame decoder, so that it sees whole frames. All but the last are
 * changes of single bytes in place; a readable header costs a walk over its field names.
 */
final class ContentHeaderRepair extends ChannelInboundHandlerAdapter {

  private static final System.Logger LOG = Loggers.of(ContentHeaderRepair.class);

  /** Below this the client does not check. */
  private static final int SMALLEST_FRAME_MAX = 8192;

  private final HeaderWalk walk = new HeaderWalk();

  /** Both on the event loop only. */
  private int maxFrameBytes = Integer.MAX_VALUE;

  private boolean reported;

  /** Puts a new one behind the client's frame decoder. */
  static void addTo(ChannelPipeline pipeline) {
    String decoder = pipeline.context(LengthFieldBasedFrameDecoder.class).name();
    pipeline.addAfter(
        decoder, ContentHeaderRepair.class.getSimpleName(), new ContentHeaderRepair());
  }

  /**
   * Lets frames above the negotiated frame-max through to this handler. Called when a connection is
   * open, before its first channel is; does nothing for a socket that is closed.
   *
   * @param frameMax the negotiated one in bytes, 0 for unlimited
   * @param maxHeaderBytes the largest frame to take in
   */
  static void acceptLongHeaders(Channel socket, int frameMax, int maxHeaderBytes) {
    if (frameMax <= 0) {
      return;
    }
    try {
      socket
          .eventLoop()
          .execute(
              () -> {
                // A pipeline is emptied when its socket is closed.
                ChannelPipeline pipeline = socket.pipeline();
                ContentHeaderRepair repair = pipeline.get(ContentHeaderRepair.class);
                ChannelHandlerContext decoder =
                    pipeline.context(LengthFieldBasedFrameDecoder.class);
                if (repair != null && decoder != null) {
                  repair.maxFrameBytes = Math.max(frameMax, SMALLEST_FRAME_MAX);
                  pipeline.replace(
                      decoder.name(),
                      decoder.name(),
                      new LengthFieldBasedFrameDecoder(
                          Math.max(frameMax, maxHeaderBytes),
                          HeaderWalk.PAYLOAD_SIZE,
                          Integer.BYTES,
                          1,
                          0));
                }
              });
    } catch (RejectedExecutionException e) {
      // The loop ended and with it the socket; the next call says so.
      return;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ctx.fireChannelRead(msg instanceof ByteBuf frame ? readable(frame) : msg);
  }

  private ByteBuf readable(ByteBuf frame) {
    if (!HeaderWalk.isContentHeader(frame)) {
      return frame;
    }
    if (walk.repair(frame)) {
      report("its headers are not readable for the client");
    }
    if (frame.readableBytes() <= maxFrameBytes) {
      return frame;
    }
    report("its headers are longer than the frame-max of " + maxFrameBytes + " bytes");
    try {
      return walk.shorten(frame, maxFrameBytes);
    } finally {
      frame.release();
    }
  }

  private void report(String reason) {
    if (!reported) {
      reported = true;
      LOG.log(
          Level.WARNING,
          "Headers of a message were replaced or dropped, since {0}; further messages of this"
              + " connection are not reported",
          reason);
    }
  }
}
