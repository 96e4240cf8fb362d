package io.rabbitra.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Header tables and content headers, byte by byte: also such as no client writes. */
public final class RawHeader {

  private RawHeader() {}

  /** One field of a table. */
  public static byte[] field(String name, byte[] value) {
    byte[] bytes = name.getBytes(UTF_8);
    return concat(new byte[] {(byte) bytes.length}, bytes, value);
  }

  public static byte[] text(String value) {
    return sized('S', value.getBytes(UTF_8));
  }

  /** A value that is encoded as its size and so many bytes. */
  public static byte[] sized(char type, byte[] content) {
    ByteBuf buffer = Unpooled.buffer();
    return bytes(buffer.writeByte(type).writeInt(content.length).writeBytes(content));
  }

  public static byte[] number(char type, long value) {
    return bytes(Unpooled.buffer().writeByte(type).writeLong(value));
  }

  /** Tables and arrays in turn. */
  public static byte[] nested(int depth) {
    byte[] value = text("innermost");
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? sized('F', field("in", value)) : sized('A', value);
    }
    return value;
  }

  /** The property list of a text message: its flags, content type and headers. */
  public static byte[] properties(byte[] table) {
    return properties(0, table);
  }

  /**
   * The same with other flags.
   *
   * @param moreFlags besides those of content type and headers
   */
  public static byte[] properties(int moreFlags, byte[] table) {
    byte[] type = "text/plain".getBytes(UTF_8);
    return bytes(
        Unpooled.buffer()
            .writeShort(0x8000 | 0x2000 | moreFlags)
            .writeByte(type.length)
            .writeBytes(type)
            .writeInt(table.length)
            .writeBytes(table));
  }

  /** A content header frame. */
  public static byte[] frame(int channel, long bodySize, byte[] properties) {
    return bytes(
        Unpooled.buffer()
            .writeByte(2)
            .writeShort(channel)
            .writeInt(12 + properties.length)
            .writeShort(60)
            .writeShort(0)
            .writeLong(bodySize)
            .writeBytes(properties)
            .writeByte(0xCE));
  }

  public static byte[] concat(byte[]... parts) {
    return bytes(Unpooled.wrappedBuffer(parts));
  }

  private static byte[] bytes(ByteBuf buffer) {
    return ByteBufUtil.getBytes(buffer);
  }
}
