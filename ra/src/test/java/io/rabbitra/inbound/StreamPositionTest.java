package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamPositionTest {

  private final StreamPosition position = new StreamPosition();

  private void deliver(long from, long to) {
    LongStream.range(from, to).forEach(position::delivered);
  }

  @Test
  void beginsWhereTheConfigurationSaysWhileNothingWasDelivered() {
    assertThat(position.isKnown()).isFalse();
    assertThat(position.resume()).isNull();
  }

  @Test
  void goesOnBehindTheLastOneIfAllAreProcessed() {
    deliver(10, 13);
    LongStream.of(12, 10, 11).forEach(position::processed);
    assertThat(position.resume()).isEqualTo(13);
    assertThat(position.resume()).as("again, without a delivery").isEqualTo(13);
  }

  @Test
  void goesBackToTheFirstOneThatIsNotProcessedAndSkipsThoseThatAre() {
    deliver(10, 15);
    position.processed(10);
    position.processed(12);
    position.processed(14);
    assertThat(position.resume()).isEqualTo(11);
    assertThat(position.resume()).as("again, without a delivery").isEqualTo(11);
    assertThat(LongStream.range(11, 16).filter(position::delivered)).containsExactly(11L, 13L, 15L);
    LongStream.of(11, 13, 15).forEach(position::processed);
    assertThat(position.resume()).isEqualTo(16);
  }

  @Test
  void countsFailuresAcrossGenerationsUntilTheMessageIsProcessed() {
    deliver(5, 6);
    position.failed(5);
    position.failed(5);
    position.resume();
    position.delivered(5);
    assertThat(position.failures(5)).isEqualTo(2);
    position.processed(5);
    assertThat(position.failures(5)).isZero();
  }

  @Test
  void anotherStreamIsReadFromItsBeginning() {
    deliver(5, 8);
    position.processed(6);
    position.forget();
    assertThat(position.isKnown()).isFalse();
    assertThat(position.resume()).isNull();
    assertThat(position.delivered(6)).isTrue();
  }
}
