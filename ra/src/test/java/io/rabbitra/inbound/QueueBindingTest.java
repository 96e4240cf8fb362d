package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueBindingTest {

  private static QueueBinding to(String exchange, String routingKey) {
    return new QueueBinding(exchange, routingKey);
  }

  @Test
  void pairsAreSeparatedByCommas() {
    assertThat(QueueBinding.parse(" orders/eu.# , orders/us.*,logs"))
        .isEqualTo(List.of(to("orders", "eu.#"), to("orders", "us.*"), to("logs", "")));
  }

  @Test
  void noneIsEmpty() {
    assertThat(QueueBinding.parse(null)).isEmpty();
  }

  @Test
  void firstSlashEndsTheExchange() {
    assertThat(QueueBinding.parse("orders/a/b/")).isEqualTo(List.of(to("orders", "a/b/")));
    assertThat(QueueBinding.parse("orders/")).isEqualTo(List.of(to("orders", "")));
  }

  @Test
  void quotesKeepWhatWouldSeparate() {
    assertThat(QueueBinding.parse("'a/b' / \"x,y\" , 'it''s'/' k ','''/''',e/\"say \"\"hi\"\"\""))
        .isEqualTo(
            List.of(to("a/b", "x,y"), to("it's", " k "), to("'/'", ""), to("e", "say \"hi\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "a,",
        ",a",
        "/key",
        "''/key",
        "a/'open",
        "'open",
        "a/'x'y",
        "'a'b/key",
        "a'b/key",
        "a/b'c"
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueueBinding.parse(text))
        .withMessageContaining("allowed are pairs like exchange/routingKey");
  }

  @Test
  void whatAmqpCannotCarryIsRefused() {
    assertThat(QueueBinding.parse("e".repeat(255) + "/" + "k".repeat(255))).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueueBinding.parse("e".repeat(256) + "/k"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueueBinding.parse("e/" + "ä".repeat(128)));
  }
}
