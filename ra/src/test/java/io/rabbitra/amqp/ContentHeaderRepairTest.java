package io.rabbitra.amqp;

import static io.rabbitra.amqp.RawHeader.concat;
import static io.rabbitra.amqp.RawHeader.field;
import static io.rabbitra.amqp.RawHeader.frame;
import static io.rabbitra.amqp.RawHeader.nested;
import static io.rabbitra.amqp.RawHeader.number;
import static io.rabbitra.amqp.RawHeader.properties;
import static io.rabbitra.amqp.RawHeader.sized;
import static io.rabbitra.amqp.RawHeader.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContentHeaderRepairTest {

  private static final int MAX_FRAME = 1 << 20;
  private static final long SEED = 20_261_123;
  private static final String FIXED_TYPES = "VtbBsuIifDldT";
  private static final int[] FIXED_SIZES = {0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 8, 8, 8};

  private final EmbeddedChannel socket =
      new EmbeddedChannel(new LengthFieldBasedFrameDecoder(MAX_FRAME, 3, 4, 1, 0));
  private final Random random = new Random(SEED);

  ContentHeaderRepairTest() {
    ContentHeaderRepair.addTo(socket.pipeline());
  }

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(socket.finishAndReleaseAll()).isFalse();
  }

  private byte[] pass(byte[] frame) {
    socket.writeInbound(Unpooled.copiedBuffer(frame));
    return received();
  }

  private byte[] received() {
    ByteBuf passed = socket.readInbound();
    byte[] bytes = ByteBufUtil.getBytes(passed);
    passed.release();
    return bytes;
  }

  /** As the client reads it. */
  private static BasicProperties read(byte[] frame) throws IOException {
    int afterClassId = 9;
    int length = frame.length - afterClassId - 1;
    return new BasicProperties(
        new DataInputStream(new ByteArrayInputStream(frame, afterClassId, length)));
  }

  private static BasicProperties readable(byte[] properties, byte[] repaired) throws IOException {
    assertThatThrownBy(() -> read(frame(1, 5, properties))).isInstanceOf(IOException.class);
    return read(repaired);
  }

  private byte[] randomTable(int depth) {
    byte[] table = {};
    for (int i = random.nextInt(5); i > 0; i--) {
      table = concat(table, field("n".repeat(random.nextInt(12)), randomValue(depth)));
    }
    return table;
  }

  private byte[] randomValue(int depth) {
    int choice = random.nextInt(FIXED_SIZES.length + 4);
    if (choice < FIXED_SIZES.length) {
      byte[] type = {(byte) FIXED_TYPES.charAt(choice)};
      return concat(type, randomBytes(FIXED_SIZES[choice]));
    }
    if (depth == 0 || choice < FIXED_SIZES.length + 2) {
      return sized(random.nextBoolean() ? 'S' : 'x', randomBytes(random.nextInt(300)));
    }
    if (choice == FIXED_SIZES.length + 2) {
      return sized('F', randomTable(depth - 1));
    }
    byte[] values = {};
    for (int i = random.nextInt(4); i > 0; i--) {
      values = concat(values, randomValue(depth - 1));
    }
    return sized('A', values);
  }

  private byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatTheClientCanReadPassesUnchanged() throws IOException {
    for (int i = 0; i < 5_000; i++) {
      byte[] frame =
          frame(random.nextInt(9), random.nextInt(99), properties(randomTable(random.nextInt(9))));
      read(frame);
      assertThat(pass(frame)).isEqualTo(frame);
    }
    byte[] deepest = frame(1, 5, properties(field("deep", nested(32))));
    read(deepest);
    assertThat(pass(deepest)).isEqualTo(deepest);
    byte[] noHeaders = frame(1, 5, new byte[] {0, 0});
    assertThat(pass(noHeaders)).isEqualTo(noHeaders);
  }

  @Test
  void brokenFramesPassWithoutAnError() {
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = frame(1, 5, properties(randomTable(3)));
      for (int j = random.nextInt(4); j >= 0 && frame.length > 20; j--) {
        frame[19 + random.nextInt(frame.length - 20)] = (byte) random.nextInt(256);
      }
      assertThat(pass(frame)).hasSameSizeAs(frame);
    }
    byte[] tooShort = {2, 0, 1, 0, 0, 0, 1, 60, (byte) 0xCE};
    assertThat(pass(tooShort)).isEqualTo(tooShort);
  }

  @Test
  void framesOfOtherTypesPassUnchanged() {
    byte[] body = frame(1, 5, properties(field("deep", nested(40))));
    body[0] = 3;
    assertThat(pass(body)).isEqualTo(body);
  }

  @Test
  void valueNestedTooDeepComesAsBytesAndAllOthersAsTheyAre() throws IOException {
    for (int depth : new int[] {33, 34, 60, 1_000}) {
      byte[] table =
          concat(field("a", text("b")), field("deep", nested(depth)), field("c", text("d")));
      BasicProperties read = readable(properties(table), pass(frame(1, 5, properties(table))));
      assertThat(read.getContentType()).isEqualTo("text/plain");
      assertThat(read.getHeaders()).containsOnlyKeys("a", "deep", "c");
      assertThat(read.getHeaders().get("c")).hasToString("d");
      Object value = read.getHeaders().get("deep");
      int levels = 0;
      while (!(value instanceof byte[])) {
        Collection<?> inner = value instanceof Map<?, ?> map ? map.values() : (Collection<?>) value;
        value = inner.iterator().next();
        levels++;
      }
      assertThat(levels).isEqualTo(HeaderWalk.MAX_DEPTH);
    }
  }

  @Test
  void otherLetterOfLongIsReadAlsoInTablesAndArrays() throws IOException {
    byte[] number = number('L', -7);
    byte[] table =
        concat(
            field("long", number),
            field("table", sized('F', field("long", number))),
            field("array", sized('A', concat(number, number))));
    BasicProperties read = readable(properties(table), pass(frame(1, 5, properties(table))));
    assertThat(read.getHeaders().get("long")).isEqualTo(-7L);
    assertThat(read.getHeaders().get("table")).isEqualTo(Map.of("long", -7L));
    assertThat(read.getHeaders().get("array")).isEqualTo(List.of(-7L, -7L));
  }

  @Test
  void continuationBitIsCleared() throws IOException {
    byte[] properties = properties(1, field("a", text("b")));
    BasicProperties read = readable(properties, pass(frame(1, 5, properties)));
    assertThat(read.getHeaders().get("a")).hasToString("b");
  }

  @Test
  void framesInPiecesAreRepaired() throws IOException {
    byte[] frame = frame(1, 5, properties(field("deep", nested(40))));
    byte[] frames = concat(frame, frame, frame);
    for (byte part : frames) {
      socket.writeInbound(Unpooled.copiedBuffer(new byte[] {part}));
    }
    for (int i = 0; i < 3; i++) {
      assertThat(read(received()).getHeaders()).containsOnlyKeys("deep");
    }
  }

  @Test
  void largestValuesAreVoidInAFrameAboveFrameMax() throws IOException {
    ContentHeaderRepair.acceptLongHeaders(socket, 10_000, MAX_FRAME);
    socket.runPendingTasks();
    byte[] table =
        concat(
            field("first", text("1")),
            field("larger", text("x".repeat(9_000))),
            field("large", text("x".repeat(8_000))),
            field("last", text("2")));
    Map<String, Object> headers = read(pass(frame(1, 5, properties(table)))).getHeaders();
    assertThat(headers).containsOnlyKeys("first", "larger", "large", "last");
    assertThat(headers.get("first")).hasToString("1");
    assertThat(headers.get("last")).hasToString("2");
    assertThat(headers.get("larger")).isNull();
    assertThat(headers.get("large")).hasToString("x".repeat(8_000));
  }

  @Test
  void headersAreGoneIfVeryManyAreTooLong() throws IOException {
    ContentHeaderRepair.acceptLongHeaders(socket, 10_000, MAX_FRAME);
    socket.runPendingTasks();
    byte[] table = field("many", text("x"));
    for (int i = 0; i < 13; i++) {
      table = concat(table, table);
    }
    byte[] passed = pass(frame(1, 5, properties(table)));
    assertThat(passed[passed.length - 1]).isEqualTo((byte) 0xCE);
    assertThat(read(passed).getHeaders()).isEmpty();
    assertThat(read(passed).getContentType()).isEqualTo("text/plain");
  }
}
