package io.rabbitra.harness;

import io.netty.buffer.ByteBuf;

/**
 * Finds the methods and heartbeats in one direction of an AMQP 0-9-1 connection.
 *
 * <p>A frame is a type octet, a channel (2 octets), the size of the payload (4), the payload and an
 * end octet; the payload of a method frame begins with the class id and the method id. Used by the
 * event loop of the connection only.
 */
final class FrameReader {

  private static final int METHOD = 1;
  private static final int HEARTBEAT = 8;
  private static final int SIZE_OFFSET = 3;
  private static final int HEADER = 7;
  private static final int IDS = 4;
  private static final int PROTOCOL_HEADER = 8;

  private final Traffic traffic;
  private final byte[] head = new byte[HEADER + IDS];
  private int filled;
  private long skip;

  /**
   * A reader from the first octet of a connection on.
   *
   * @param fromClient whether the stream begins with the protocol header
   */
  FrameReader(Traffic traffic, boolean fromClient) {
    this.traffic = traffic;
    this.skip = fromClient ? PROTOCOL_HEADER : 0;
  }

  void read(ByteBuf bytes) {
    while (bytes.isReadable()) {
      if (skip > 0) {
        int skipped = (int) Math.min(skip, bytes.readableBytes());
        bytes.skipBytes(skipped);
        skip -= skipped;
      } else {
        head[filled++] = bytes.readByte();
        look();
      }
    }
  }

  private void look() {
    if (filled == HEADER && head[0] != METHOD) {
      if (head[0] == HEARTBEAT) {
        traffic.countHeartbeat();
      }
      next(size() + 1);
    } else if (filled == HEADER + IDS) {
      traffic.countMethod(AmqpMethods.name(number(HEADER), number(HEADER + 2)));
      next(size() - IDS + 1);
    }
  }

  private void next(long octets) {
    skip = octets;
    filled = 0;
  }

  private long size() {
    return (long) number(SIZE_OFFSET) << Short.SIZE | number(SIZE_OFFSET + 2);
  }

  private int number(int offset) {
    return (head[offset] & 0xff) << Byte.SIZE | (head[offset + 1] & 0xff);
  }
}
