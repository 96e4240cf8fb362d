package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class UncountedAtStopTest {

  private final RecordingFeed feed = new RecordingFeed();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final DeliveryCounters counters = new DeliveryCounters();
  private final FailurePolicy policy =
      new UncountedAtStop(new RequeueOnFailure(), counters, stopped::get);

  @Test
  void rollbackOfAStoppedSessionIsARedeliveryThatCountsNoAttempt() {
    stopped.set(true);
    assertThat(policy.failed(Deliveries.of(1), feed, null)).isFalse();
    assertThat(feed.told()).containsExactly("give back 1");
    assertThat(counters.redeliveredMessages()).isOne();
  }

  @Test
  void rollbackOfARunningSessionIsAFailure() {
    assertThat(policy.failed(Deliveries.of(1), feed, null)).isTrue();
    assertThat(feed.told()).containsExactly("reject 1");
  }

  @Test
  void exceptionOfTheBeanIsAFailureAlsoWhenTheSessionIsStopped() {
    stopped.set(true);
    assertThat(policy.failed(Deliveries.of(1), feed, new IllegalStateException())).isTrue();
    assertThat(feed.told()).containsExactly("reject 1");
  }
}
