package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionBufferTest {

  private final AckBatch feed =
      new AckBatch(
          new RecordingFeed(), 1, Duration.ZERO, false, new ManualTime(), System::nanoTime);
  private final SessionBuffer buffer = new SessionBuffer();

  @Test
  void nothingIsTakenBeforeItIsOpenAndThenOneWorkerComes() {
    assertThat(buffer.add(Deliveries.of(1))).isFalse();
    assertThat(buffer.hasWaiting()).isFalse();
    assertThat(buffer.take(feed)).isNull();
    assertThat(buffer.open()).isTrue();
    assertThat(buffer.add(Deliveries.of(2))).as("one worker at a time").isFalse();
    assertThat(buffer.enter(false)).isEqualTo(SessionBuffer.Entry.WORK);
    assertThat(buffer.take(feed).tag()).isEqualTo(1);
    assertThat(buffer.take(feed).tag()).isEqualTo(2);
    assertThat(buffer.enter(false)).isEqualTo(SessionBuffer.Entry.NOTHING);
    assertThat(buffer.add(Deliveries.of(3))).isTrue();
  }

  @Test
  void takenDeliveryIsOpenUntilItIsSettled() throws Exception {
    buffer.open();
    buffer.add(Deliveries.of(1));
    buffer.take(feed);
    assertThat(feed.hasOpen()).isTrue();
    feed.ack(1, false);
    assertThat(feed.hasOpen()).isFalse();
  }

  @Test
  void stoppedOneGivesNothingMoreAndWaitsForItsWorker() {
    buffer.open();
    buffer.add(Deliveries.of(1));
    buffer.enter(false);
    assertThat(buffer.stop()).as("no worker in it").isFalse();
    assertThat(buffer.take(feed)).isNull();
    assertThat(buffer.add(Deliveries.of(2))).isFalse();
    assertThat(buffer.enter(false)).isEqualTo(SessionBuffer.Entry.STOPPED);
    assertThat(buffer.open()).as("a stopped one stays stopped").isFalse();
    assertThat(buffer.drain()).extracting(Delivery::tag).containsExactly(1L, 2L);
    assertThat(buffer.drain()).isEmpty();
  }

  @Test
  void heldOneIsNotWokenByDeliveries() {
    buffer.open();
    buffer.add(Deliveries.of(1));
    buffer.enter(false);
    assertThat(buffer.leaveHeld()).isTrue();
    assertThat(buffer.add(Deliveries.of(2))).isFalse();
    assertThat(buffer.wake()).isFalse();
    assertThat(buffer.enter(false)).isEqualTo(SessionBuffer.Entry.WORK);
  }

  @Test
  void onlyAnIdleOneStopsIfIdle() throws Exception {
    assertThat(buffer.stopIfIdle(feed)).as("not open yet").isFalse();
    buffer.open();
    buffer.add(Deliveries.of(1));
    assertThat(buffer.stopIfIdle(feed)).as("a worker will come").isFalse();
    buffer.enter(false);
    buffer.take(feed);
    assertThat(buffer.stopIfIdle(feed)).as("a worker is in it").isFalse();
    buffer.enter(false);
    assertThat(buffer.stopIfIdle(feed)).as("somebody has a delivery").isFalse();
    feed.ack(1, false);
    assertThat(buffer.stopIfIdle(feed)).isTrue();
    assertThat(buffer.isStopped()).isTrue();
  }

  @Test
  void idleOneIsWokenForWorkElsewhere() {
    buffer.open();
    assertThat(buffer.wake()).isTrue();
    assertThat(buffer.wake()).as("once").isFalse();
    assertThat(buffer.enter(true)).isEqualTo(SessionBuffer.Entry.WORK);
    assertThat(buffer.enter(false)).isEqualTo(SessionBuffer.Entry.NOTHING);
  }

  @Test
  void whatIsPutBackIsNextAndGoesBackInOrder() {
    buffer.open();
    for (long tag = 1; tag <= 3; tag++) {
      buffer.add(Deliveries.of(tag));
    }
    buffer.enter(false);
    Delivery first = buffer.take(feed);
    Delivery second = buffer.take(feed);
    buffer.putBack(first);
    buffer.putBack(second);
    buffer.stop();
    assertThat(buffer.drain()).extracting(Delivery::tag).containsExactly(1L, 2L, 3L);
  }
}
