package io.rabbitra.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Walks over the header table of a content header frame and changes what the client cannot read;
 * see {@link ContentHeaderRepair}. A frame that is not well-formed stays as it is from there on.
 *
 * <p>For one thread at a time. Indexes are absolute ones of the buffer; -1 says malformed.
 */
final class HeaderWalk {

  /** Where in a frame the number of bytes of its payload stands. */
  static final int PAYLOAD_SIZE = 3;

  /** Tables and arrays below the header table that the client reads. */
  static final int MAX_DEPTH = 32;

  private static final int CONTENT_HEADER = 2;

  /** In the frame, behind its head, class id, weight and body size. */
  private static final int FLAGS = 19;

  private static final int PROPERTIES = 21;
  private static final int CONTENT_TYPE = 0x8000;
  private static final int CONTENT_ENCODING = 0x4000;
  private static final int HEADERS = 0x2000;
  private static final int CONTINUATION = 1;

  /** Bounds what a hostile header of very many small values costs. */
  private static final int MAX_VOIDED = 32;

  /** What the walk has found, of {@link #repair} and of {@link #shorten}. */
  private boolean changed;

  private int largest;
  private int largestEnd;

  static boolean isContentHeader(ByteBuf frame) {
    return frame.readableBytes() > PROPERTIES
        && frame.getByte(frame.readerIndex()) == CONTENT_HEADER;
  }

  /**
   * Changes bytes in place so that the client can read all values.
   *
   * @param frame a whole content header frame
   * @return whether something is not what it was for the receiver
   */
  boolean repair(ByteBuf frame) {
    int flags = frame.readerIndex() + FLAGS;
    if ((frame.getByte(flags + 1) & CONTINUATION) != 0) {
      frame.setByte(flags + 1, frame.getByte(flags + 1) & ~CONTINUATION);
    }
    changed = false;
    walkTable(frame, tableSize(frame));
    return changed;
  }

  /**
   * A copy with the largest values of the header table void, so that the frame has at most {@code
   * maxBytes}. Without headers every frame is shorter than the smallest frame-max.
   */
  ByteBuf shorten(ByteBuf frame, int maxBytes) {
    ByteBuf copy = Unpooled.buffer(frame.readableBytes());
    copy.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
    int sizeAt = tableSize(copy);
    for (int i = 0; i < MAX_VOIDED && sizeAt >= 0 && copy.readableBytes() > maxBytes; i++) {
      largest = 0;
      largestEnd = 0;
      walkTable(copy, sizeAt);
      if (largestEnd - largest > 1) {
        copy.setByte(largest, 'V');
        cut(copy, sizeAt, largest + 1, largestEnd);
      }
    }
    if (sizeAt >= 0 && copy.readableBytes() > maxBytes) {
      int table = sizeAt + Integer.BYTES;
      cut(copy, sizeAt, table, table + copy.getInt(sizeAt));
    }
    return copy;
  }

  private static void cut(ByteBuf frame, int tableSizeAt, int from, int to) {
    int removed = to - from;
    frame.setBytes(from, frame.array(), frame.arrayOffset() + to, frame.writerIndex() - to);
    frame.writerIndex(frame.writerIndex() - removed);
    frame.setInt(tableSizeAt, frame.getInt(tableSizeAt) - removed);
    frame.setInt(PAYLOAD_SIZE, frame.getInt(PAYLOAD_SIZE) - removed);
  }

  /** Where the size of the header table stands, -1 if there is none that fits into the frame. */
  private static int tableSize(ByteBuf frame) {
    int flags = frame.getUnsignedShort(frame.readerIndex() + FLAGS);
    if ((flags & HEADERS) == 0) {
      return -1;
    }
    int end = frame.writerIndex();
    int at = frame.readerIndex() + PROPERTIES;
    if ((flags & CONTENT_TYPE) != 0) {
      at = afterShortString(frame, at, end);
    }
    if ((flags & CONTENT_ENCODING) != 0) {
      at = afterShortString(frame, at, end);
    }
    return afterSized(frame, at, end) < 0 ? -1 : at;
  }

  private void walkTable(ByteBuf frame, int sizeAt) {
    if (sizeAt >= 0) {
      walk(frame, sizeAt + Integer.BYTES, afterSized(frame, sizeAt, frame.writerIndex()), true, 1);
    }
  }

  /** Goes over the fields of a table, or the values of an array; false if malformed. */
  private boolean walk(ByteBuf frame, int from, int end, boolean named, int depth) {
    int at = from;
    while (at >= 0 && at < end) {
      int value = named ? afterShortString(frame, at, end) : at;
      at = afterValue(frame, value, end, depth);
      if (depth == 1 && at - value > largestEnd - largest) {
        largest = value;
        largestEnd = at;
      }
    }
    return at >= 0;
  }

  private int afterValue(ByteBuf frame, int at, int end, int depth) {
    if (at < 0 || at >= end) {
      return -1;
    }
    return switch (frame.getByte(at)) {
      case 'V' -> at + 1;
      case 't', 'b', 'B' -> afterBytes(at, 1, end);
      case 's', 'u' -> afterBytes(at, Short.BYTES, end);
      case 'I', 'i', 'f' -> afterBytes(at, Integer.BYTES, end);
      case 'D' -> afterBytes(at, 1 + Integer.BYTES, end);
      case 'l', 'd', 'T' -> afterBytes(at, Long.BYTES, end);
      case 'L' -> {
        frame.setByte(at, 'l');
        yield afterBytes(at, Long.BYTES, end);
      }
      case 'S', 'x' -> afterSized(frame, at + 1, end);
      case 'F', 'A' -> afterNested(frame, at, end, depth);
      default -> -1;
    };
  }

  private int afterNested(ByteBuf frame, int at, int end, int depth) {
    int after = afterSized(frame, at + 1, end);
    if (after < 0) {
      return -1;
    }
    if (depth > MAX_DEPTH) {
      // A byte array is encoded as a table is: a size and that many bytes.
      frame.setByte(at, 'x');
      changed = true;
      return after;
    }
    boolean table = frame.getByte(at) == 'F';
    return walk(frame, at + 1 + Integer.BYTES, after, table, depth + 1) ? after : -1;
  }

  private static int afterShortString(ByteBuf frame, int at, int end) {
    return at < 0 || at >= end ? -1 : afterBytes(at, frame.getUnsignedByte(at), end);
  }

  private static int afterSized(ByteBuf frame, int at, int end) {
    if (at < 0 || end - at < Integer.BYTES) {
      return -1;
    }
    long after = at + Integer.BYTES + frame.getUnsignedInt(at);
    return after > end ? -1 : (int) after;
  }

  /** After one byte and so many more. */
  private static int afterBytes(int at, int bytes, int end) {
    return end - at <= bytes ? -1 : at + 1 + bytes;
  }
}
