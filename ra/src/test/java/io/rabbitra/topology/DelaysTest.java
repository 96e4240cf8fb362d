package io.rabbitra.topology;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.rabbitmq.client.AMQP;
import io.rabbitra.amqp.Publication;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelaysTest {

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Delays.MAX_SECONDS * 1000 + 1, Long.MAX_VALUE, Long.MIN_VALUE})
  void delayOutsideTheLimitsIsRefused(long millis) {
    Publication original = new Publication("", "q", true, new AMQP.BasicProperties(), new byte[0]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Delays(null).delayed(original, millis))
        .withMessageContaining("8388608 s");
  }
}
