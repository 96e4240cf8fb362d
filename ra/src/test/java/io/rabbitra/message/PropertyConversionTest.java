package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PropertyConversionTest {

  private static final List<String> COLUMNS =
      List.of("boolean", "byte", "short", "int", "long", "float", "double", "String");

  /** The table of the specification, 3.5.4: a row is what was written, X what can be read. */
  private static final String TABLE =
      """
      boolean X......X
      byte    .XXXX..X
      short   ..XXX..X
      int     ...XX..X
      long    ....X..X
      float   .....XXX
      double  ......XX
      """;

  private static final Map<String, Object> WRITTEN =
      Map.of(
          "boolean", true, "byte", (byte) 7, "short", (short) 7, "int", 7, "long", 7L, "float",
          7.5f, "double", 7.5d);

  static List<Arguments> cells() {
    List<Arguments> cells = new ArrayList<>();
    for (String line : TABLE.lines().toList()) {
      String[] parts = line.split(" +", 2);
      assertThat(parts[1]).hasSameSizeAs(COLUMNS);
      for (int i = 0; i < COLUMNS.size(); i++) {
        cells.add(Arguments.of(parts[0], COLUMNS.get(i), parts[1].charAt(i) == 'X'));
      }
    }
    return cells;
  }

  private static void write(Message message, String type, Object value) throws JMSException {
    switch (type) {
      case "boolean" -> message.setBooleanProperty("p", (Boolean) value);
      case "byte" -> message.setByteProperty("p", (Byte) value);
      case "short" -> message.setShortProperty("p", (Short) value);
      case "int" -> message.setIntProperty("p", (Integer) value);
      case "long" -> message.setLongProperty("p", (Long) value);
      case "float" -> message.setFloatProperty("p", (Float) value);
      case "double" -> message.setDoubleProperty("p", (Double) value);
      default -> message.setStringProperty("p", (String) value);
    }
  }

  private static Object read(Message message, String type) throws JMSException {
    return switch (type) {
      case "boolean" -> message.getBooleanProperty("p");
      case "byte" -> message.getByteProperty("p");
      case "short" -> message.getShortProperty("p");
      case "int" -> message.getIntProperty("p");
      case "long" -> message.getLongProperty("p");
      case "float" -> message.getFloatProperty("p");
      case "double" -> message.getDoubleProperty("p");
      default -> message.getStringProperty("p");
    };
  }

  @ParameterizedTest(name = "{0} as {1}: {2}")
  @MethodSource("cells")
  void propertyIsReadAsTheTableSays(String from, String to, boolean allowed) throws Exception {
    Object value = WRITTEN.get(from);
    RabbitMessage message = new RabbitMessage();
    write(message, from, value);
    assertThat(message.getObjectProperty("p")).isEqualTo(value);
    if (!allowed) {
      assertThatThrownBy(() -> read(message, to)).isInstanceOf(MessageFormatException.class);
    } else if (to.equals("String")) {
      assertThat(read(message, to)).isEqualTo(String.valueOf(value));
    } else {
      Object result = read(message, to);
      assertThat(result).hasToString(String.valueOf(value));
      assertThat(result.getClass().getSimpleName().toLowerCase(Locale.ROOT)).startsWith(to);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "boolean, true, true",
    "boolean, TRUE, true",
    "boolean, nonsense, false",
    "byte, -128, -128",
    "short, 32767, 32767",
    "int, -1, -1",
    "long, 9223372036854775807, 9223372036854775807",
    "float, 1.5, 1.5",
    "double, -2.5e300, -2.5E300",
    "String, x, x"
  })
  void stringIsReadAsEveryType(String to, String written, String expected) throws Exception {
    RabbitMessage message = new RabbitMessage();
    message.setStringProperty("p", written);
    assertThat(read(message, to)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "byte, 128",
    "short, 32768",
    "int, 2147483648",
    "long, 1.0",
    "float, x",
    "double, ''"
  })
  void stringThatIsNoNumberOfTheTypeIsRefused(String to, String written) throws Exception {
    RabbitMessage message = new RabbitMessage();
    message.setStringProperty("p", written);
    assertThatThrownBy(() -> read(message, to)).isInstanceOf(NumberFormatException.class);
  }

  static List<Arguments> nulls() {
    return List.of(
        Arguments.of("byte", NumberFormatException.class),
        Arguments.of("short", NumberFormatException.class),
        Arguments.of("int", NumberFormatException.class),
        Arguments.of("long", NumberFormatException.class),
        Arguments.of("float", NullPointerException.class),
        Arguments.of("double", NullPointerException.class));
  }

  @ParameterizedTest
  @MethodSource("nulls")
  void nullAndMissingPropertyBehaveAsValueOfNull(String to, Class<? extends Exception> expected)
      throws Exception {
    RabbitMessage message = new RabbitMessage();
    assertThatThrownBy(() -> read(message, to)).isInstanceOf(expected);
    message.setStringProperty("p", null);
    assertThatThrownBy(() -> read(message, to)).isInstanceOf(expected);
  }

  @Test
  void nullAndMissingPropertyAreFalseAndNull() throws Exception {
    RabbitMessage message = new RabbitMessage();
    assertThat(message.getBooleanProperty("p")).isFalse();
    assertThat(message.getStringProperty("p")).isNull();
    assertThat(message.getObjectProperty("p")).isNull();
    assertThat(message.propertyExists("p")).isFalse();
    message.setObjectProperty("p", null);
    assertThat(message.getBooleanProperty("p")).isFalse();
    assertThat(message.propertyExists("p")).isTrue();
  }
}
