package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The conversion table of Jakarta Messaging 3.1, 3.11.3: every row with every column. */
class BodyConversionTest {

  private static final List<String> COLUMNS =
      List.of(
          "boolean", "byte", "short", "char", "int", "long", "float", "double", "String", "byte[]");

  @FunctionalInterface
  private interface Getter {
    Object get() throws JMSException;
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        Arguments.of(true, "X.......X."),
        Arguments.of((byte) 7, ".XX.XX..X."),
        Arguments.of((short) 7, "..X.XX..X."),
        Arguments.of('7', "...X....X."),
        Arguments.of(7, "....XX..X."),
        Arguments.of(7L, ".....X..X."),
        Arguments.of(7f, "......XXX."),
        Arguments.of(7d, ".......XX."),
        Arguments.of("7", "XXX.XXXXX."),
        Arguments.of(new byte[] {7}, ".........X"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void mapConvertsAsTheTableSays(Object value, String row) throws Exception {
    RabbitMapMessage written = new RabbitMapMessage();
    written.setObject("v", value);
    for (RabbitMapMessage map : List.of(written, (RabbitMapMessage) Wire.roundTrip(written))) {
      for (int i = 0; i < COLUMNS.size(); i++) {
        String column = COLUMNS.get(i);
        check(() -> get(map, column), row.charAt(i) == 'X', value, column);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void streamConvertsAsTheTableSays(Object value, String row) throws Exception {
    RabbitStreamMessage written = new RabbitStreamMessage();
    written.writeObject(value);
    RabbitStreamMessage received = (RabbitStreamMessage) Wire.roundTrip(written);
    written.reset();
    for (RabbitStreamMessage stream : List.of(written, received)) {
      for (int i = 0; i < COLUMNS.size(); i++) {
        String column = COLUMNS.get(i);
        boolean allowed = row.charAt(i) == 'X';
        check(() -> read(stream, column), allowed, value, column);
        if (!allowed) {
          assertThat(stream.readObject()).as("after %s", column).isEqualTo(value);
        }
        stream.reset();
      }
    }
  }

  private static void check(Getter getter, boolean allowed, Object value, String column)
      throws JMSException {
    if (allowed) {
      assertThat(getter.get()).as(column).isEqualTo(expected(value, column));
    } else {
      assertThatThrownBy(getter::get).as(column).isInstanceOf(MessageFormatException.class);
    }
  }

  private static Object expected(Object value, String column) {
    return switch (column) {
      case "boolean" -> Boolean.TRUE.equals(value);
      case "byte" -> (byte) 7;
      case "short" -> (short) 7;
      case "char" -> '7';
      case "int" -> 7;
      case "long" -> 7L;
      case "float" -> 7f;
      case "double" -> 7d;
      case "String" -> value.toString();
      default -> new byte[] {7};
    };
  }

  private static Object get(RabbitMapMessage map, String column) throws JMSException {
    return switch (column) {
      case "boolean" -> map.getBoolean("v");
      case "byte" -> map.getByte("v");
      case "short" -> map.getShort("v");
      case "char" -> map.getChar("v");
      case "int" -> map.getInt("v");
      case "long" -> map.getLong("v");
      case "float" -> map.getFloat("v");
      case "double" -> map.getDouble("v");
      case "String" -> map.getString("v");
      default -> map.getBytes("v");
    };
  }

  private static Object read(RabbitStreamMessage stream, String column) throws JMSException {
    return switch (column) {
      case "boolean" -> stream.readBoolean();
      case "byte" -> stream.readByte();
      case "short" -> stream.readShort();
      case "char" -> stream.readChar();
      case "int" -> stream.readInt();
      case "long" -> stream.readLong();
      case "float" -> stream.readFloat();
      case "double" -> stream.readDouble();
      case "String" -> stream.readString();
      default -> {
        byte[] one = new byte[1];
        stream.readBytes(one);
        yield one;
      }
    };
  }
}
