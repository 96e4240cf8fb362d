package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AMQP;
import io.rabbitra.amqp.BrokerException.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodingTest {

  private static final int FRAME_MAX = 131_072;

  private static Publication message(String routingKey, Map<String, Object> headers, int body) {
    return new Publication(
        "",
        routingKey,
        true,
        new AMQP.BasicProperties.Builder().headers(headers).build(),
        new byte[body]);
  }

  private static BrokerException failure(Publication message) {
    return catchThrowableOfType(BrokerException.class, () -> Encoding.require(message, FRAME_MAX));
  }

  @Test
  void bodyMayBeLargerThanAFrameAndHeadersMayNot() throws Exception {
    Encoding.require(message("q", Map.of("h", "x"), 2 * FRAME_MAX), FRAME_MAX);
    // A frame, a content header, the table and the field around it are 35 bytes.
    Encoding.require(message("q", Map.of("h", "x".repeat(FRAME_MAX - 34)), 0), FRAME_MAX);
    assertThat(failure(message("q", Map.of("h", "x".repeat(FRAME_MAX)), 0)))
        .hasMessageContaining("131072")
        .extracting(BrokerException::kind)
        .isEqualTo(Kind.PRECONDITION_FAILED);
    Encoding.require(message("q", Map.of("h", "x".repeat(FRAME_MAX)), 0), 0);
  }

  @Test
  void whatTheClientCannotWriteIsSaid() {
    assertThat(failure(message("q".repeat(256), Map.of(), 0)).kind())
        .isEqualTo(Kind.PRECONDITION_FAILED);
    assertThat(failure(message("q", Map.of("h", new StringBuilder()), 0)).kind())
        .isEqualTo(Kind.PRECONDITION_FAILED);
  }
}
