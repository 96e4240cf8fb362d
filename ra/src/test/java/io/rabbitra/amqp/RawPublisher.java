package io.rabbitra.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rabbitra.harness.RabbitBroker;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;

/** Publishes what no client would, with confirms: a socket and AMQP frames written by hand. */
public final class RawPublisher implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int METHOD = 1;
  private static final int HEARTBEAT = 8;

  private final Socket socket;
  private final DataInputStream in;

  public RawPublisher(RabbitBroker broker) throws IOException {
    socket = new Socket(broker.host(), broker.port());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    String[] user = URI.create(broker.uri()).getUserInfo().split(":", 2);
    socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
    expect(10, 10);
    ByteBuf startOk = method(10, 11).writeInt(0);
    shortString(startOk, "PLAIN");
    byte[] response = ("\0" + user[0] + "\0" + user[1]).getBytes(UTF_8);
    startOk.writeInt(response.length).writeBytes(response);
    send(0, shortString(startOk, "en_US"));
    ByteBuf tune = expect(10, 30);
    send(0, method(10, 31).writeShort(tune.readShort()).writeInt(tune.readInt()).writeShort(0));
    send(0, shortString(method(10, 40), "/").writeByte(0).writeByte(0));
    expect(10, 41);
    send(1, method(20, 10).writeByte(0));
    expect(20, 11);
    send(1, method(85, 10).writeByte(0));
    expect(85, 11);
  }

  /** Returns when the broker has confirmed the message. */
  public void publish(String queue, byte[] properties, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    ByteBuf publish = shortString(shortString(method(60, 40).writeShort(0), ""), queue);
    send(1, publish.writeByte(0));
    socket.getOutputStream().write(RawHeader.frame(1, body.length, properties));
    write(3, 1, Unpooled.wrappedBuffer(body));
    expect(60, 80);
  }

  private static ByteBuf method(int classId, int methodId) {
    return Unpooled.buffer().writeShort(classId).writeShort(methodId);
  }

  private static ByteBuf shortString(ByteBuf buffer, String value) {
    return buffer.writeByte(value.length()).writeBytes(value.getBytes(UTF_8));
  }

  private void send(int channel, ByteBuf payload) throws IOException {
    write(METHOD, channel, payload);
  }

  private void write(int type, int channel, ByteBuf payload) throws IOException {
    ByteBuf frame =
        Unpooled.buffer().writeByte(type).writeShort(channel).writeInt(payload.readableBytes());
    socket.getOutputStream().write(ByteBufUtil.getBytes(frame.writeBytes(payload).writeByte(0xCE)));
  }

  /** The arguments of the next method, which must be this one. */
  private ByteBuf expect(int classId, int methodId) throws IOException {
    while (true) {
      int type = in.readUnsignedByte();
      in.readUnsignedShort();
      byte[] payload = new byte[in.readInt()];
      in.readFully(payload);
      in.readUnsignedByte();
      ByteBuf method = Unpooled.wrappedBuffer(payload);
      if (type == HEARTBEAT) {
        continue;
      }
      List<Integer> received = List.of((int) method.readShort(), (int) method.readShort());
      if (!received.equals(List.of(classId, methodId))) {
        throw new IOException(
            "expected " + classId + "." + methodId + ", got " + method.toString(UTF_8) + received);
      }
      return method;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
