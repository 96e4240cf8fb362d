package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rabbitra.amqp.BrokerException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AckBatchTest {

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final ManualTime time = new ManualTime();
  private final RecordingFeed feed = new RecordingFeed();

  private AckBatch batch(int size) {
    return batch(size, false);
  }

  private AckBatch batch(int size, boolean closingGivesBack) {
    return new AckBatch(
        feed,
        size,
        INTERVAL,
        closingGivesBack,
        time,
        () -> time.instant().toEpochMilli() * 1_000_000);
  }

  private static void succeed(AckBatch batch, long... tags) throws BrokerException {
    for (long tag : tags) {
      batch.begin(Deliveries.of(tag));
      batch.ack(tag, false);
    }
  }

  @Test
  void batchOfOneAcknowledgesEachAtOnceAndSetsNoTimer() throws Exception {
    succeed(batch(1), 1, 2, 3);
    assertThat(feed.told()).containsExactly("ack 1", "ack 2", "ack 3");
    assertThat(time.waiting()).isZero();
  }

  @Test
  void fullBatchIsOneAck() throws Exception {
    succeed(batch(3), 1, 2, 3, 4, 5, 6, 7);
    assertThat(feed.told()).containsExactly("ack up to 3", "ack up to 6");
  }

  @Test
  void oldestSuccessWaitsForTheIntervalAtMost() throws Exception {
    AckBatch batch = batch(10);
    succeed(batch, 1);
    time.advance(Duration.ofMillis(1500));
    succeed(batch, 2);
    assertThat(feed.told()).isEmpty();
    time.advance(Duration.ofMillis(500));
    assertThat(feed.told()).containsExactly("ack up to 2");
  }

  @Test
  void timerOfAnOlderBatchDoesNotEndANewerOneEarlyNorForgetIt() throws Exception {
    AckBatch batch = batch(2);
    succeed(batch, 1);
    time.advance(Duration.ofMillis(1500));
    succeed(batch, 2, 3);
    time.advance(Duration.ofMillis(1900));
    assertThat(feed.told()).containsExactly("ack up to 2");
    time.advance(Duration.ofMillis(100));
    assertThat(feed.told()).containsExactly("ack up to 2", "ack 3");
    time.advance(INTERVAL.multipliedBy(3));
    assertThat(time.waiting()).as("no timer without a success").isZero();
  }

  @Test
  void flushLeavesNothing() throws Exception {
    AckBatch batch = batch(10);
    succeed(batch, 1, 2);
    batch.flush();
    batch.flush();
    assertThat(feed.told()).containsExactly("ack up to 2");
  }

  @Test
  void messageThatThePolicyStillHasIsNotCoveredByMultiple() throws Exception {
    AckBatch batch = batch(10);
    succeed(batch, 1, 2);
    batch.begin(Deliveries.of(3)); // fails, and is published elsewhere
    succeed(batch, 4, 5);
    batch.flush();
    assertThat(feed.told()).containsExactly("ack up to 2", "ack 4", "ack 5");
    batch.reject(3);
    succeed(batch, 6, 7);
    batch.flush();
    assertThat(feed.told().subList(3, 5)).containsExactly("reject 3", "ack up to 7");
  }

  @Test
  void messageThatIsInItsBeanIsNotCoveredByMultiple() throws Exception {
    AckBatch batch = batch(10);
    succeed(batch, 1, 2);
    batch.begin(Deliveries.of(3));
    time.advance(INTERVAL);
    assertThat(feed.told()).containsExactly("ack up to 2");
  }

  @Test
  void settledFailuresDoNotStandInTheWay() throws Exception {
    AckBatch batch = batch(10);
    batch.begin(Deliveries.of(1));
    batch.reject(1);
    batch.begin(Deliveries.of(2));
    batch.discard(2);
    succeed(batch, 3, 4);
    batch.flush();
    assertThat(feed.told()).containsExactly("reject 1", "discard 2", "ack up to 4");
  }

  @Test
  void undeliveredMessagesGoBackTogetherAfterTheAcknowledgements() throws Exception {
    AckBatch batch = batch(10);
    succeed(batch, 1, 2);
    batch.giveBack(Deliveries.range(3, 6));
    assertThat(feed.told()).containsExactly("ack up to 2", "give back up to 6");
  }

  @Test
  void undeliveredMessagesGoBackOneByOneWhileAnotherIsOpen() throws Exception {
    AckBatch batch = batch(1);
    batch.begin(Deliveries.of(1));
    batch.giveBack(Deliveries.range(2, 4));
    assertThat(feed.told()).containsExactly("give back 2", "give back 3", "give back 4");
    batch.ack(1, false);
    assertThat(feed.told()).endsWith("ack 1");
  }

  @Test
  void whatWasPutBackUnattemptedIsNotCoveredByMultiple() throws Exception {
    AckBatch batch = batch(10);
    batch.begin(Deliveries.of(1)); // the server did not let it begin: it waits again
    succeed(batch, 2, 3);
    batch.giveBack(Deliveries.range(1, 1));
    assertThat(feed.told()).containsExactly("ack 2", "ack 3", "give back up to 1");
  }

  @Test
  void closeAcknowledgesFirst() throws Exception {
    AckBatch batch = batch(10);
    succeed(batch, 1, 2);
    batch.close();
    assertThat(feed.told()).containsExactly("ack up to 2", "close");
  }

  @Test
  void lostChannelIsNoFailureOfTheBatch() throws Exception {
    AckBatch batch = batch(10);
    succeed(batch, 1, 2);
    feed.lose();
    assertThatCode(
            () -> {
              batch.flush();
              time.advance(INTERVAL);
              batch.close();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void othersCannotSettleTogether() {
    assertThatIllegalArgumentException().isThrownBy(() -> batch(10).ack(1, true));
    assertThatIllegalArgumentException().isThrownBy(() -> batch(10).giveBack(1, true));
  }

  /** What a broker would do with what it is told. */
  private static void check(List<String> told, Set<Long> succeeded, int count) {
    Set<Long> unsettled = new HashSet<>();
    for (long tag = 1; tag <= count; tag++) {
      unsettled.add(tag);
    }
    for (String word : told) {
      long tag = Long.parseLong(word.substring(word.lastIndexOf(' ') + 1));
      if (word.startsWith("ack up to")) {
        assertThat(unsettled).as("a tag that is settled already ends the channel").contains(tag);
        unsettled.stream()
            .filter(other -> other <= tag)
            .forEach(other -> assertThat(succeeded).as(word).contains(other));
        unsettled.removeIf(other -> other <= tag);
      } else {
        assertThat(unsettled.remove(tag)).as(word).isTrue();
        if (word.startsWith("ack")) {
          assertThat(succeeded).contains(tag);
        }
      }
    }
    assertThat(unsettled).isEmpty();
  }

  @Test
  void whereTheCloseGivesBackNothingIsToldButItAndNotWhileADeliveryIsOpen() throws Exception {
    AckBatch batch = batch(10, true);
    succeed(batch, 1);
    batch.begin(Deliveries.of(2));
    batch.cancel();
    batch.giveBack(Deliveries.range(3, 5));
    assertThat(feed.told()).containsExactly("ack 1");
    batch.ack(2, false);
    batch.giveBack(Deliveries.range(3, 5));
    assertThat(feed.told()).containsExactly("ack 1", "ack 2", "close");
  }

  @Test
  void whateverThreadsDoNoMessageIsAcknowledgedThatFailedAndNoneTwice() throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      feed.told().clear();
      int count = 400;
      AckBatch batch = batch(7);
      Set<Long> succeeded = new HashSet<>();
      Random random = new Random(seed);
      CompletableFuture<?>[] late = new CompletableFuture<?>[count];
      AtomicBoolean flushing = new AtomicBoolean(true);
      CompletableFuture<Void> flusher =
          CompletableFuture.runAsync(
              () -> {
                while (flushing.get()) {
                  batch.flush();
                  Thread.onSpinWait();
                }
              });
      for (long tag = 1; tag <= count; tag++) {
        long failed = tag;
        batch.begin(Deliveries.of(tag));
        late[(int) tag - 1] = CompletableFuture.completedFuture(null);
        if (random.nextInt(4) > 0) {
          succeeded.add(tag);
          batch.ack(tag, false);
        } else {
          late[(int) tag - 1] =
              CompletableFuture.runAsync(
                  () -> {
                    try {
                      batch.reject(failed);
                    } catch (BrokerException e) {
                      throw new IllegalStateException(e);
                    }
                  });
        }
      }
      CompletableFuture.allOf(late).join();
      flushing.set(false);
      flusher.join();
      batch.flush();
      check(List.copyOf(feed.told()), succeeded, count);
    }
  }
}
