package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BeanShortageTest {

  private final ManualTime time = new ManualTime();
  private final RecordingLogger log = new RecordingLogger();
  private final BeanShortage shortage =
      new BeanShortage("orders", () -> time.instant().toEpochMilli() * 1_000_000, log);
  private final UnavailableException none = new UnavailableException("pool is empty");

  @Test
  void firstSessionThatWaitsAndLastThatDoesNotAreReported() {
    shortage.begins(none);
    shortage.begins(none);
    assertThat(shortage.exists()).isTrue();
    shortage.ends();
    assertThat(shortage.exists()).isTrue();
    shortage.begins(none);
    shortage.ends();
    shortage.ends();
    assertThat(shortage.exists()).isFalse();
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0)).startsWith("WARNING").contains("orders", "pool is empty");
    assertThat(log.lines().get(1)).startsWith("INFO").contains("orders");
  }

  @Test
  void shortageThatComesBackAtOnceIsNotReportedAgain() {
    for (int i = 0; i < 10; i++) {
      shortage.begins(none);
      time.advance(Duration.ofSeconds(5));
      shortage.ends();
    }
    assertThat(log.lines()).hasSize(2);
    time.advance(Duration.ofMinutes(1));
    shortage.begins(none);
    shortage.ends();
    assertThat(log.lines()).hasSize(4);
  }

  @Test
  void stoppedSessionIsNoSignThatThereAreBeansAgain() {
    shortage.begins(none);
    shortage.abandoned();
    assertThat(shortage.exists()).isFalse();
    assertThat(log.lines()).hasSize(1);
  }
}
