package io.rabbitra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;

class AmqpMessageTest {

  private static final AmqpProperties PROPERTIES = AmqpProperties.builder().messageId("7").build();

  @Test
  void isWhatItWasMadeOfAndMandatory() {
    AmqpMessage message = AmqpMessage.of("e", "k", PROPERTIES, new byte[] {1, 2});

    assertThat(message.exchange()).isEqualTo("e");
    assertThat(message.routingKey()).isEqualTo("k");
    assertThat(message.properties()).isEqualTo(PROPERTIES);
    assertThat(message.body()).containsExactly(1, 2);
    assertThat(message.isMandatory()).isTrue();
    assertThat(message.withMandatory(false).isMandatory()).isFalse();
    assertThat(message.isMandatory()).isTrue();
  }

  @Test
  void aQueueIsARoutingKeyOfTheDefaultExchange() {
    assertThat(AmqpMessage.toQueue("q", PROPERTIES, new byte[0]))
        .isEqualTo(AmqpMessage.of("", "q", PROPERTIES, new byte[0]));
  }

  @Test
  void nobodyChangesItsBody() {
    byte[] body = {1};
    AmqpMessage message = AmqpMessage.of("e", "k", PROPERTIES, body);

    body[0] = 2;
    message.body()[0] = 3;

    assertThat(message.body()).containsExactly(1);
  }

  @Test
  void equalityIsByValue() {
    AmqpMessage message = AmqpMessage.of("e", "k", PROPERTIES, new byte[] {1});

    assertThat(message)
        .isEqualTo(AmqpMessage.of("e", "k", PROPERTIES, new byte[] {1}))
        .hasSameHashCodeAs(AmqpMessage.of("e", "k", PROPERTIES, new byte[] {1}));
    assertThat(
            List.of(
                message,
                AmqpMessage.of("", "k", PROPERTIES, new byte[] {1}),
                AmqpMessage.of("e", "", PROPERTIES, new byte[] {1}),
                AmqpMessage.of("e", "k", AmqpProperties.builder().build(), new byte[] {1}),
                AmqpMessage.of("e", "k", PROPERTIES, new byte[] {2}),
                message.withMandatory(false)))
        .doesNotHaveDuplicates();
  }

  @Test
  void namesAreThoseThatAmqpCanWrite() {
    String longest = "x".repeat(255);
    assertThat(AmqpMessage.of(longest, longest, PROPERTIES, new byte[0]).exchange())
        .isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AmqpMessage.of(longest + "x", "k", PROPERTIES, new byte[0]))
        .withMessageContaining("Property exchange");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AmqpMessage.of("e", longest + "x", PROPERTIES, new byte[0]))
        .withMessageContaining("Property routingKey");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AmqpMessage.of("e", null, PROPERTIES, new byte[0]))
        .withMessageContaining("Property routingKey is null");
    assertThatNullPointerException()
        .isThrownBy(() -> AmqpMessage.of("e", "k", null, new byte[0]))
        .withMessage("properties");
    assertThatNullPointerException()
        .isThrownBy(() -> AmqpMessage.of("e", "k", PROPERTIES, null))
        .withMessage("body");
  }

  @Test
  void theTextShowsTheSizeOfTheBodyOnly() {
    assertThat(AmqpMessage.of("e", "k", PROPERTIES, new byte[3]))
        .hasToString(
            "AmqpMessage[exchange 'e', routing key 'k', mandatory, 3 bytes, "
                + "AmqpProperties[persistent, messageId=7]]");
  }
}
