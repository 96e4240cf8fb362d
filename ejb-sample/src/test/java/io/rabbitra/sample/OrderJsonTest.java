package io.rabbitra.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderJsonTest {
  private final OrderJson json = new OrderJson();

  @Test
  void messageCarriesTheWholeOrder() throws InvalidOrderException {
    Order order = Order.place("Zoë \"Z\" <b>", "lamp\\desk", 3);

    assertThat(json.fromMessage(json.toMessage(order))).isEqualTo(order);
  }

  @Test
  void requestGivesAnOrderWithAnIdOfItsOwn() throws InvalidOrderException {
    String body = "{\"customer\":\" Ada \",\"item\":\"lamp\",\"quantity\":1000}";

    Order first = json.fromRequest(body);
    Order second = json.fromRequest(body);

    assertThat(first.customer()).isEqualTo("Ada");
    assertThat(first.item()).isEqualTo("lamp");
    assertThat(first.quantity()).isEqualTo(1000);
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``| the order is empty",
        "{\"customer\":| the order is not JSON: error in line 1",
        "hello| the order is not JSON",
        "[1]| JSON, but needed is a JSON object",
        "{} x| the order is not JSON",
        "{} {}| the order is not JSON",
        "\"text\"| JSON, but needed is a JSON object",
        "{\"item\":\"lamp\",\"quantity\":1}| customer is missing",
        "{\"customer\":null,\"item\":\"lamp\",\"quantity\":1}| customer is missing",
        "{\"customer\":\"  \",\"item\":\"lamp\",\"quantity\":1}| customer is missing",
        "{\"customer\":7,\"item\":\"lamp\",\"quantity\":1}| customer is a JSON number",
        "{\"customer\":\"Ada\",\"item\":[],\"quantity\":1}| item is a JSON array",
        "{\"customer\":\"A\\nda\",\"item\":\"lamp\",\"quantity\":1}| customer has a control character",
        "{\"customer\":\"Ada\",\"item\":\"lamp\"}| quantity is missing",
        "{\"customer\":\"Ada\",\"item\":\"lamp\",\"quantity\":\"1\"}| quantity is a JSON string",
        "{\"customer\":\"Ada\",\"item\":\"lamp\",\"quantity\":0}| quantity is 0",
        "{\"customer\":\"Ada\",\"item\":\"lamp\",\"quantity\":1001}| allowed is 1 to 1000",
        "{\"customer\":\"Ada\",\"item\":\"lamp\",\"quantity\":1.5}| quantity is no whole number",
        "{\"customer\":\"Ada\",\"item\":\"lamp\",\"quantity\":1e99}| quantity is no whole number",
        "{\"customer\":\"Ada\",\"item\":\"lamp\",\"quantity\":1,\"colour\":1}| unknown field [colour]",
      })
  void badRequestSaysWhatIsWrong(String body, String message) {
    assertThatExceptionOfType(InvalidOrderException.class)
        .isThrownBy(() -> json.fromRequest(body))
        .withMessageContaining(message);
  }

  @Test
  void deeplyNestedInputIsRefused() {
    assertThatExceptionOfType(InvalidOrderException.class)
        .isThrownBy(() -> json.fromRequest("{\"a\":".repeat(5000)))
        .withMessageContaining("the order is not JSON");
  }

  @Test
  void tooLongTextIsRefused() {
    String body =
        "{\"customer\":\"%s\",\"item\":\"lamp\",\"quantity\":1}".formatted("a".repeat(101));

    assertThatExceptionOfType(InvalidOrderException.class)
        .isThrownBy(() -> json.fromRequest(body))
        .withMessage("customer has 101 characters, allowed is 1 to 100");
  }

  @Test
  void messageOfANewerSenderMayHaveMoreFields() throws InvalidOrderException {
    String body = json.toMessage(Order.place("Ada", "lamp", 1));

    assertThat(json.fromMessage(body.replaceFirst("\\{", "{\"colour\":\"red\",")).item())
        .isEqualTo("lamp");
  }

  @Test
  void messageWithoutIdOrTimeIsNoOrder() throws InvalidOrderException {
    String body = json.toMessage(Order.place("Ada", "lamp", 1));

    assertThatExceptionOfType(InvalidOrderException.class)
        .isThrownBy(() -> json.fromMessage(body.replace("\"id\"", "\"no\"")))
        .withMessageContaining("id is missing");
    assertThatExceptionOfType(InvalidOrderException.class)
        .isThrownBy(() -> json.fromMessage(body.replace("\"createdAt\"", "\"no\"")))
        .withMessageContaining("createdAt");
  }
}
