package io.rabbitra.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.jms.InvalidSelectorException;
import jakarta.jms.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SelectorTest {

  private static final Message MESSAGE =
      new SelectableMessage()
          .header("JMSMessageID", "ID:1")
          .header("JMSType", "car")
          .with("color", "blue")
          .with("weight", 2501)
          .with("age", 17)
          .with("yes", true)
          .with("no", false)
          .with("i5", 5)
          .with("i57", 57)
          .with("i62", 62)
          .with("b7", (byte) 7)
          .with("s300", (short) 300)
          .with("l5g", 5_000_000_000L)
          .with("f15", 1.5f)
          .with("f11", 1.1f)
          .with("d25", 2.5)
          .with("zero", 0)
          .with("minusOne", -1)
          .with("minus957", -957)
          .with("maxInt", Integer.MAX_VALUE)
          .with("maxLong", Long.MAX_VALUE)
          .with("minLong", Long.MIN_VALUE)
          .with("d7e3", 7000.0)
          .with("minus5790", -5790.0)
          .with("d7", 7.0)
          .with("minus957tenths", -95.7)
          .with("d62tenths", 6.2)
          .with("half", 0.5)
          .with("maxDouble", Double.MAX_VALUE)
          .with("minDouble", Double.MIN_VALUE)
          .with("nan", Double.NaN)
          .with("NumberOfOrders", "2")
          .with("quote", "it's")
          .with("fourQuotes", "''")
          .with("empty", "")
          .with("multi", "a\nb")
          .with("emoji", "😀")
          .with("umlaut", "käse")
          .with("backslash", "a\\b")
          .with("percent", "50%")
          .with("dots", "a.c")
          .with("brackets", "[(^$.*+?|)]")
          .with("phone", "12993")
          .with("phone123", "123")
          .with("phone1234", "1234")
          .with("word", "lose")
          .with("loose", "loose")
          .with("underscored", "_foo")
          .with("bar", "bar")
          .with("Country", "UK")
          .with("peru", "Peru")
          .with("$dollar", 1)
          .with("_underscore", 1)
          .with("a1$_", 1)
          .with("größe", 1)
          .with("色", 1)
          .with("€uro", 1)
          .with("aVeryLongIdentifierWithMoreThanSixtyFourCharactersBecauseItsLengthIsUnlimited", 1)
          .with("NULLABLE", 1)
          .with("Order", 1)
          .with("android", 1)
          .with("ISNULL", 1)
          .with("jmsFoo", 1)
          .with("JMSXGroupID", "group")
          .with("JMSXGroupSeq", 3)
          .with("JMS_Vendor_x", "v")
          .build();

  record Case(String section, int line, char expected, String selector) {

    @Override
    public String toString() {
      return section + ", line " + line + ": " + expected + " " + selector;
    }
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = SelectorTest.class.getResourceAsStream("selectors.txt")) {
      String section = "";
      int number = 0;
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        number++;
        if (line.startsWith("## ")) {
          section = line.substring(3);
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          String selector =
              line.substring(2)
                  .replace("{n}", "\n")
                  .replace("{t}", "\t")
                  .replace("{f}", "\f")
                  .replace("{r}", "\r")
                  .replace("{v}", "\u000b");
          cases.add(new Case(section, number, line.charAt(0), selector));
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void meansWhatTheSpecificationSays(Case c) throws Exception {
    if (c.expected() == 'X') {
      assertThatThrownBy(() -> Selector.parse(c.selector()))
          .isInstanceOf(InvalidSelectorException.class)
          .hasMessageMatching("(?s)Invalid message selector, at character \\d+: .*");
      return;
    }
    boolean selected = Selector.parse(c.selector()).matches(MESSAGE);
    boolean rejected = Selector.parse("NOT (" + c.selector() + ")").matches(MESSAGE);
    assertThat(selected).as("true").isEqualTo(c.expected() == 'T');
    assertThat(rejected).as("false").isEqualTo(c.expected() == 'F');
  }

  @Test
  void noSelectorSelectsEverything() throws Exception {
    for (String none : new String[] {null, "", " ", "\t\r\n\f "}) {
      assertThat(Selector.parse(none)).isSameAs(Selector.ALL);
    }
    assertThat(Selector.ALL.isAll()).isTrue();
    assertThat(Selector.ALL.text()).isNull();
    assertThat(Selector.ALL.matches(MESSAGE)).isTrue();
    assertThat(Selector.parse("no").isAll()).isFalse();
    assertThat(Selector.parse(" no").text()).isEqualTo(" no");
    assertThatThrownBy(() -> Selector.parse("\u00a0")).isInstanceOf(InvalidSelectorException.class);
  }

  @Test
  void nonPersistentMessageHasItsDeliveryMode() throws Exception {
    Message message = new SelectableMessage().header("JMSDeliveryMode", 1).build();
    assertThat(Selector.parse("JMSDeliveryMode = 'NON_PERSISTENT'").matches(message)).isTrue();
    assertThat(Selector.parse("JMSDeliveryMode = 'PERSISTENT'").matches(message)).isFalse();
  }

  @Test
  void whatCannotBeReadIsNull() throws Exception {
    for (Throwable failure :
        List.of(SelectableMessage.checked(), new IllegalStateException("unreadable"))) {
      Message message = SelectableMessage.throwing(failure);
      assertThat(Selector.parse("a IS NULL AND JMSType IS NULL").matches(message)).isTrue();
      assertThat(Selector.parse("a = 1").matches(message)).isFalse();
      assertThat(Selector.parse("JMSPriority = 4 OR NOT JMSPriority = 4").matches(message))
          .isFalse();
    }
  }

  @Test
  void valueOfATypeThatPropertiesDoNotHaveIsLikeNothing() throws Exception {
    Message message = new SelectableMessage().with("bytes", new byte[1]).build();
    assertThat(Selector.parse("bytes IS NOT NULL").matches(message)).isTrue();
    for (String selector : List.of("bytes = 1", "bytes <> 'x'", "bytes + 1 > 0", "bytes")) {
      assertThat(Selector.parse(selector).matches(message)).as(selector).isFalse();
    }
  }

  @Test
  void errorNamesPositionAndWhatWasExpected() {
    assertThat(error("color = "))
        .isEqualTo(
            "Invalid message selector, at character 9: found the end, expected one of:"
                + " ( + - FALSE TRUE a string a number an identifier; the selector is: color = ");
    assertThat(error("color IS 'x'"))
        .contains("at character 10: found 'x', expected one of: NOT NULL;");
    assertThat(error("color IS NOT 'x'")).contains("found 'x', expected NULL;");
    assertThat(error("i5 = 5 AND 'a' > 1"))
        .contains("at character 12: operator > takes numbers, found a string;");
    assertThat(error("NOT 5")).contains("at character 5: expected a condition, found a number;");
    assertThat(error("a = 'b")).contains("found a string without a closing quote, expected");
    assertThat(error("a = 08")).contains("found '8', expected");
    assertThat(error("a = 99999999999999999999"))
        .contains("at character 5: the number 99999999999999999999 is out of range;");
    assertThat(error("JMSReplyTo IS NULL")).contains("'JMSReplyTo' cannot be referenced");
  }

  @Test
  void chainOfTenThousandTermsIsEvaluated() throws Exception {
    assertThat(Selector.parse("no" + " OR p1234 = 'some value'".repeat(10_000) + " OR yes"))
        .matches(selector -> selector.matches(MESSAGE));
    assertThat(Selector.parse("yes" + " AND i5 <> 123456".repeat(10_000)))
        .matches(selector -> selector.matches(MESSAGE));
    assertThat(Selector.parse("10000 = 0" + " + 1".repeat(10_000)))
        .matches(selector -> selector.matches(MESSAGE));
    assertThat(Selector.parse("NOT ".repeat(10_000) + "yes"))
        .matches(selector -> selector.matches(MESSAGE));
    assertThat(Selector.parse("5 = " + "- ".repeat(10_000) + "i5"))
        .matches(selector -> selector.matches(MESSAGE));
    assertThat(Selector.parse("color IN ('x'" + ",'y'".repeat(10_000) + ",'blue')"))
        .matches(selector -> selector.matches(MESSAGE));
  }

  @Test
  void nestingIsBoundedAndCostsLittleStack() throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread small =
        new Thread(
            null,
            () -> {
              try {
                for (int depth : new int[] {1, 50, SelectorReader.MAX_DEPTH}) {
                  String nested = "(NOT ".repeat(depth) + "yes" + ")".repeat(depth);
                  assertThat(Selector.parse(nested).matches(MESSAGE)).isEqualTo(depth % 2 == 0);
                }
              } catch (Throwable t) {
                failure.set(t);
              }
            },
            "small stack",
            512 * 1024);
    small.start();
    small.join();
    assertThat(failure.get()).isNull();
    for (int depth : new int[] {SelectorReader.MAX_DEPTH + 1, 100_000}) {
      assertThat(error("(".repeat(depth) + "yes" + ")".repeat(depth)))
          .contains("parentheses are nested more than 100 deep");
      assertThat(error("(".repeat(depth))).contains("nested more than");
    }
    assertThat(error("yes" + " = yes".repeat(10_000))).contains("comparisons in a row");
  }

  @Test
  void lengthIsBounded() {
    assertThat(error("a".repeat(SelectorReader.MAX_CHARACTERS) + "b"))
        .isEqualTo(
            "Invalid message selector: it has 262145 characters, at most 262144 are allowed");
  }

  @Test
  void anyTextIsReadOrRefused() {
    String[] words = {
      "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "NULL", "ESCAPE", "TRUE", "(", ")", ",",
      "=", "<>", "<", ">=", "+", "-", "*", "/", "'", "''", "'a'", "i5", "missing", "color", "1",
      "0x", "1.", ".5e", "\ud800", "\udc00", "\u0000", "\uffff", "😀", " ", "\n", "--", "JMSX"
    };
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
      }
      try {
        Selector.parse(text.toString()).matches(MESSAGE);
      } catch (InvalidSelectorException e) {
        assertThat(e).hasMessageStartingWith("Invalid message selector");
      }
    }
  }

  @Test
  void patternOfManyWildcardsIsMatchedInTime() throws Exception {
    Message message = new SelectableMessage().with("a", "a".repeat(20_000)).build();
    Selector selector = Selector.parse("a LIKE '" + "%a".repeat(1_000) + "b'");
    Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> assertThat(selector.matches(message)).isFalse());
  }

  private static String error(String selector) {
    InvalidSelectorException e =
        catchThrowableOfType(InvalidSelectorException.class, () -> Selector.parse(selector));
    assertThat(e).as(selector.substring(0, Math.min(80, selector.length()))).isNotNull();
    return e.getMessage();
  }
}
