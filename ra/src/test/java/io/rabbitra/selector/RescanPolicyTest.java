package io.rabbitra.selector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RescanPolicyTest {

  private static final long MILLI = 1_000_000;

  private final RescanPolicy policy = new RescanPolicy();

  /** A clock may begin anywhere, also below zero. */
  private long now = Long.MAX_VALUE - 3_000 * MILLI;

  @Test
  void firstQuestionIsAskedAtOnceAndAnyMessageIsNew() {
    assertThat(policy.delay(now)).isZero();
    assertThat(policy.roundDue(now, 1)).isTrue();
  }

  @Test
  void emptyQueueNeedsNoRound() {
    assertThat(policy.roundDue(now, 0)).isFalse();
    assertThat(roundsDue(0, 10_000)).isEmpty();
    assertThat(policy.roundDue(now, 1)).isTrue();
  }

  @Test
  void questionsBecomeRarerUpToFourPerSecond() {
    policy.roundEnded(now, 7, MILLI);
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      long delay = policy.delay(now);
      delays.add(delay);
      now += delay;
      policy.roundDue(now, 7);
    }
    assertThat(delays.subList(0, 4))
        .containsExactly(5_000_000L, 7_500_000L, 11_250_000L, 16_875_000L);
    assertThat(delays.subList(11, 14)).containsOnly(250 * MILLI);
  }

  @Test
  void unchangedBacklogHasRoundsThatBecomeRarerDownToOneEveryFiveSeconds() {
    for (long pause : new long[] {500, 1_000, 2_000, 4_000, 5_000, 5_000}) {
      policy.roundEnded(now, 7, MILLI);
      assertThat(roundsDue(7, pause - 1)).isEmpty();
      assertThat(roundsDue(7, 300)).hasSize(1);
    }
    assertThat(policy.roundDue(now, 8)).isTrue();
    policy.roundEnded(now, 8, MILLI);
    assertThat(roundsDue(8, 499)).isEmpty();
    assertThat(roundsDue(8, 300)).hasSize(1);
  }

  @Test
  void anotherNumberOfMessagesMakesARoundDue() {
    policy.roundEnded(now, 7, MILLI);
    now += policy.delay(now);
    assertThat(policy.roundDue(now, 8)).isTrue();
    policy.roundEnded(now, 8, MILLI);
    now += policy.delay(now);
    assertThat(policy.roundDue(now, 7)).isTrue();
  }

  @Test
  void messagesThatAnotherScanHasForAWhileAreNotNew() {
    policy.roundEnded(now, 7, MILLI);
    assertThat(roundsDue(7, 150)).isEmpty();
    assertThat(roundsDue(0, 150)).isEmpty();
    assertThat(roundsDue(7, 150)).isEmpty();
  }

  @Test
  void queueIsLeftAloneForAsLongAsTheRoundTook() {
    policy.roundEnded(now, 100_000, 3_000 * MILLI);
    assertThat(policy.delay(now)).isEqualTo(3_000 * MILLI);
    policy.roundEnded(now, 100_000, 10);
    assertThat(policy.delay(now)).isEqualTo(5 * MILLI);
  }

  @Test
  void idleReaderAsksFewerThanFiveTimesASecond() {
    policy.roundEnded(now, 7, MILLI);
    int questions = 0;
    long end = now + 4_900 * MILLI;
    while (now + policy.delay(now) < end) {
      now += policy.delay(now);
      policy.roundDue(now, 7);
      questions++;
    }
    assertThat(questions).isLessThan(30);
  }

  /** When rounds were due. */
  private List<Long> roundsDue(long ready, long millis) {
    List<Long> rounds = new ArrayList<>();
    long end = now + millis * MILLI;
    while (now + policy.delay(now) - end < 0) {
      now += policy.delay(now);
      if (policy.roundDue(now, ready)) {
        rounds.add(now);
      }
    }
    now = end;
    return rounds;
  }
}
