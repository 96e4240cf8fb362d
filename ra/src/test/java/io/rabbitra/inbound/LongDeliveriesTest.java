package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LongDeliveriesTest {

  private final ManualTime time = new ManualTime();
  private final RecordingLogger log = new RecordingLogger();
  private final AtomicInteger reports = new AtomicInteger();
  private final LongDeliveries deliveries =
      new LongDeliveries(
          "orders",
          Duration.ofSeconds(30),
          time,
          () -> time.instant().toEpochMilli() * 1_000_000,
          log,
          reports::incrementAndGet);

  @Test
  void longOneIsReportedOnceWhenTheTimeIsOverAndOnceWhenItEnds() {
    deliveries.begin();
    time.advance(Duration.ofSeconds(29));
    assertThat(log.lines()).isEmpty();
    time.advance(Duration.ofMinutes(5));
    assertThat(log.lines()).singleElement().asString().startsWith("WARNING").contains("orders");
    assertThat(deliveries.underWay()).isTrue();
    assertThat(reports).hasValue(1);
    deliveries.end();
    assertThat(deliveries.underWay()).isFalse();
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(1)).startsWith("INFO").contains("329");
    time.advance(Duration.ofMinutes(5));
    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void manyShortOnesAreNotReportedAndShareATimer() {
    for (int i = 0; i < 100; i++) {
      deliveries.begin();
      assertThat(time.waiting()).isEqualTo(1);
      time.advance(Duration.ofSeconds(1));
      deliveries.end();
    }
    time.advance(Duration.ofMinutes(5));
    assertThat(log.lines()).isEmpty();
    assertThat(time.waiting()).isZero();
  }

  @Test
  void timeCountsFromTheBeginningOfEachDelivery() {
    deliveries.begin();
    time.advance(Duration.ofSeconds(20));
    deliveries.end();
    deliveries.begin();
    time.advance(Duration.ofSeconds(29));
    assertThat(log.lines()).isEmpty();
    time.advance(Duration.ofSeconds(1));
    assertThat(log.lines()).hasSize(1);
  }
}
