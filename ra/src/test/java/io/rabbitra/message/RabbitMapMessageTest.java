package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.ValueReader;
import com.rabbitmq.client.impl.ValueWriter;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
class RabbitMapMessageTest {

  private final RabbitMapMessage map = new RabbitMapMessage();

  private static RabbitMapMessage receive(byte[] body) {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder().contentType("amqp/map").build();
    return (RabbitMapMessage) Wire.MAPPER.decode(Wire.envelope(false), properties, body);
  }

  /** A table as any program writes it that uses the client library. */
  private static byte[] table(Map<String, Object> values) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ValueWriter writer = new ValueWriter(new DataOutputStream(bytes));
    writer.writeTable(values);
    writer.flush();
    return bytes.toByteArray();
  }

  private void fill() throws JMSException {
    map.setBoolean("boolean", true);
    map.setByte("byte", (byte) -1);
    map.setShort("short", (short) -2);
    map.setChar("char", 'ß');
    map.setInt("int", Integer.MIN_VALUE);
    map.setLong("long", Long.MAX_VALUE);
    map.setFloat("float", 1.5f);
    map.setDouble("double", Math.PI);
    map.setString("string", "größe\0");
    map.setBytes("bytes", new byte[] {1, 2});
    map.setBytes("part", new byte[] {1, 2, 3}, 1, 1);
    map.setString("null", null);
  }

  @Test
  void everyTypeComesBackAsItWasSet() throws Exception {
    fill();
    for (RabbitMapMessage read : List.of(map, (RabbitMapMessage) Wire.roundTrip(map))) {
      assertThat(read.getBoolean("boolean")).isTrue();
      assertThat(read.getByte("byte")).isEqualTo((byte) -1);
      assertThat(read.getShort("short")).isEqualTo((short) -2);
      assertThat(read.getChar("char")).isEqualTo('ß');
      assertThat(read.getInt("int")).isEqualTo(Integer.MIN_VALUE);
      assertThat(read.getLong("long")).isEqualTo(Long.MAX_VALUE);
      assertThat(read.getFloat("float")).isEqualTo(1.5f);
      assertThat(read.getDouble("double")).isEqualTo(Math.PI);
      assertThat(read.getString("string")).isEqualTo("größe\0");
      assertThat(read.getBytes("bytes")).containsExactly(1, 2);
      assertThat(read.getBytes("part")).containsExactly(2);
      assertThat(read.getString("null")).isNull();
      assertThat(read.getBytes("null")).isNull();
      assertThat(read.itemExists("null")).isTrue();
      assertThat(read.itemExists("none")).isFalse();
      assertThat(read.getObject("none")).isNull();
      assertThat(read.getObject("char")).isEqualTo('ß');
      assertThat(Collections.list(read.getMapNames())).hasSize(12);
    }
  }

  @Test
  void missingEntryIsConvertedAsNull() throws Exception {
    assertThat(map.getBoolean("none")).isFalse();
    assertThatThrownBy(() -> map.getInt("none")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> map.getByte("none")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> map.getDouble("none")).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> map.getChar("none")).isInstanceOf(NullPointerException.class);
  }

  @Test
  void bodyIsATableThatEveryAmqpProgramReads() throws Exception {
    fill();
    EncodedMessage encoded = Wire.MAPPER.encode(map);
    assertThat(encoded.properties().getContentType()).isEqualTo("amqp/map");
    Map<String, Object> table =
        new ValueReader(new DataInputStream(new ByteArrayInputStream(encoded.body()))).readTable();
    assertThat(table)
        .hasSize(12)
        .containsEntry("boolean", true)
        .containsEntry("byte", (byte) -1)
        .containsEntry("short", (short) -2)
        .containsEntry("char", (int) 'ß')
        .containsEntry("int", Integer.MIN_VALUE)
        .containsEntry("long", Long.MAX_VALUE)
        .containsEntry("float", 1.5f)
        .containsEntry("double", Math.PI)
        .containsEntry("null", null);
    assertThat(table.get("string")).hasToString("größe\0");
    assertThat((byte[]) table.get("bytes")).containsExactly(1, 2);
  }

  @Test
  void tableOfAnotherProgramIsReadable() throws Exception {
    Map<String, Object> values = new HashMap<>();
    values.put("time", new Date(5000));
    values.put("decimal", new BigDecimal("1.50"));
    values.put("table", Map.of("a", List.of(1, "x")));
    values.put("text", "t");
    RabbitMapMessage received = receive(table(values));
    assertThat(received.getLong("time")).isEqualTo(5000);
    assertThat(received.getString("decimal")).isEqualTo("1.50");
    assertThat(received.getString("table")).isEqualTo("{\"a\":[1,\"x\"]}");
    assertThat(received.getString("text")).isEqualTo("t");
    byte[] unsigned = {0, 0, 0, 5, 1, 'u', 'u', (byte) 0xff, (byte) 0xff};
    assertThat(receive(unsigned).getInt("u")).isEqualTo(65535);
    byte[] notUtf8 = {0, 0, 0, 8, 1, 's', 'S', 0, 0, 0, 1, (byte) 0xff};
    assertThat(receive(notUtf8).getBytes("s")).containsExactly(0xff);
  }

  @Test
  void receivedMapIsReadOnlyUntilItIsClearedAndSentOnAsItCame() throws Exception {
    fill();
    RabbitMapMessage received = (RabbitMapMessage) Wire.roundTrip(map);
    assertThatThrownBy(() -> received.setInt("x", 1))
        .isInstanceOf(MessageNotWriteableException.class);
    assertThat(Wire.MAPPER.encode(received).body()).isEqualTo(Wire.MAPPER.encode(map).body());
    assertThat(((RabbitMapMessage) Wire.roundTrip(received)).getChar("char")).isEqualTo('ß');
    received.clearBody();
    assertThat(received.getMapNames().hasMoreElements()).isFalse();
    received.setInt("x", 1);
    assertThat(((RabbitMapMessage) Wire.roundTrip(received)).getInt("x")).isOne();
  }

  @Test
  void byteArraysAreCopiedInAndOut() throws Exception {
    byte[] bytes = {1};
    map.setBytes("a", bytes);
    map.setObject("b", bytes);
    bytes[0] = 9;
    map.getBytes("a")[0] = 9;
    ((byte[]) map.getObject("a"))[0] = 9;
    ((byte[]) map.getBody(Map.class).get("a"))[0] = 9;
    assertThat(map.getBytes("a")).containsExactly(1);
    assertThat(map.getBytes("b")).containsExactly(1);
  }

  @ParameterizedTest
  @NullAndEmptySource
  void nameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> map.setInt(name, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map.setBytes(name, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map.setBytes(name, new byte[1], 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map.setObject(name, "x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void otherObjectsAreNoValues() {
    for (Object value : new Object[] {new Date(), new int[1], BigDecimal.ONE, new Byte[1], map}) {
      assertThatThrownBy(() -> map.setObject("p", value))
          .isInstanceOf(MessageFormatException.class)
          .hasMessageContaining("'p'");
    }
  }

  @Test
  void bodyIsACopyAndAMapOnly() throws Exception {
    assertThat(map.getBody(String.class)).isNull();
    assertThat(map.isBodyAssignableTo(String.class)).isTrue();
    map.setInt("a", 1);
    assertThat(map.isBodyAssignableTo(Map.class)).isTrue();
    assertThat(map.isBodyAssignableTo(Object.class)).isTrue();
    assertThat(map.isBodyAssignableTo(HashMap.class)).isFalse();
    assertThat(map.isBodyAssignableTo(LinkedHashMap.class)).isFalse();
    assertThat(map.isBodyAssignableTo(Serializable.class)).isFalse();
    assertThatThrownBy(() -> map.getBody(String.class)).isInstanceOf(MessageFormatException.class);
    assertThat((Object) map.getBody(Map.class)).isEqualTo(Map.of("a", 1));
    map.getBody(Map.class).clear();
    assertThat(map.itemExists("a")).isTrue();
  }

  @Test
  void malformedTableIsAnErrorOfTheGetter() throws Exception {
    fill();
    byte[] whole = Wire.MAPPER.encode(map).body();
    for (int length = 0; length < whole.length; length++) {
      RabbitMapMessage received = receive(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> received.getInt("int")).isInstanceOf(MessageFormatException.class);
      assertThatThrownBy(received::getMapNames).isInstanceOf(MessageFormatException.class);
      assertThatThrownBy(() -> received.getBody(Map.class))
          .isInstanceOf(MessageFormatException.class);
    }
    assertThatThrownBy(() -> receive(Arrays.copyOf(whole, whole.length + 1)).getInt("int"))
        .isInstanceOf(MessageFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 33, 100_000})
  void depthIsBounded(int depth) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(2 + depth * 5);
    out.write(new byte[] {1, 'a'});
    for (int i = 1; i <= depth; i++) {
      out.writeByte('A');
      out.writeInt((depth - i) * 5);
    }
    RabbitMapMessage received = receive(bytes.toByteArray());
    if (depth <= 32) {
      assertThat(received.getString("a")).startsWith("[[[");
    } else {
      assertThatThrownBy(() -> received.getString("a"))
          .isInstanceOf(MessageFormatException.class)
          .hasMessageContaining("32 tables");
    }
  }

  @Test
  void valuesThatWouldFillTheMemoryAreRefused() throws Exception {
    int nulls = 20_000_000;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(nulls + 11);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(nulls + 7);
    out.write(new byte[] {1, 'a', 'A'});
    out.writeInt(nulls);
    byte[] values = new byte[nulls];
    Arrays.fill(values, (byte) 'V');
    out.write(values);
    assertThatThrownBy(() -> receive(bytes.toByteArray()).getString("a"))
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("1000000 values");
  }

  @Test
  void largeBodyComesBack() throws Exception {
    byte[] large = new byte[17 << 20];
    large[large.length - 1] = 7;
    map.setBytes("large", large);
    assertThat(((RabbitMapMessage) Wire.roundTrip(map)).getBytes("large")).isEqualTo(large);
  }

  @Test
  void nameThatDoesNotFitIntoAFieldIsRefusedByName() throws Exception {
    map.setInt("n".repeat(256), 1);
    assertThatThrownBy(() -> Wire.MAPPER.encode(map))
        .isInstanceOf(JMSException.class)
        .hasMessageContaining("name of a map entry");
  }
}
